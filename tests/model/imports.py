def expect(model, request):
    raise NotImplementedError
