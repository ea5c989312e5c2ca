"""The model of RedactTexts: which texts change, in current and past states and in kept answers."""

import messages
import store
from store import Expected
from store import Refused

REDACTED = "[redacted]"
URI = "https://redacted.invalid/"

# String fields without free text: names, codes and identifiers.
CODES = {
    "name", "etag", "merged_into", "country", "region", "language_code", "entry_id", "supersedes",
    "precedes", "code", "scheme", "value", "sdg_targets", "resource", "target", "redirect_target",
    "media_type",
}

# The bounds of fields in characters, if not 200.
LONG = {("LocalizedText", "text"): 100_000}


def _is_text(field):
    from google.api import resource_pb2
    return (field.name not in CODES
            and not field.GetOptions().Extensions[resource_pb2.resource_reference].type)


def redact_text(text, targets, limit):
    """Replaces each occurrence of a target; of two that begin at one place, the longer one."""
    def replaced(by):
        result, at = "", 0
        while at < len(text):
            found = max((target for target in targets if text.startswith(target, at)), key=len,
                        default=None)
            result += by if found else text[at]
            at += len(found) if found else 1
        return result
    done = replaced(REDACTED)
    return done if len(done) <= limit else replaced("*")


def redact(record, targets):
    """Returns a redacted copy of a record, or the record itself if it has none of the texts."""
    copy = type(record)()
    copy.CopyFrom(record)
    for message, field, index in messages.texts(copy):
        if not _is_text(field):
            continue
        value = getattr(message, field.name)
        text = value if index is None else value[index]
        if not any(target in text for target in targets):
            continue
        limit = LONG.get((message.DESCRIPTOR.name, field.name), 200)
        new = URI if field.name == "uri" else redact_text(text, targets, limit)
        if index is None:
            setattr(message, field.name, new)
        else:
            value[index] = new
    return record if copy == record else copy


def expect(model, request, response_class):
    """Returns what RedactTexts must do. The past states change with `apply`."""
    texts = list(request.texts)
    if not 1 <= len(texts) <= 20 or any(len(text.encode()) < 3 or len(text) > 200 for text in texts):
        raise Refused("FIELD_INVALID")
    if any(store.collection(name) not in model.types for name in request.names):
        raise Refused("FIELD_INVALID")
    changes = {name: redact(record, texts) for name, record in model.records.items()
               if not request.names or name in request.names}
    changes = {name: record for name, record in changes.items() if record is not model.records[name]}
    answer = response_class(names=sorted(changes))
    if request.validate_only:
        return Expected(answer=answer)
    return Expected(changes=changes, commits=True, answer=answer)


def apply(model, request, revision):
    """Removes the texts from past states, past commits and kept answers."""
    texts = list(request.texts)
    chosen = set(request.names)
    for name, states in model.history.items():
        if chosen and name not in chosen:
            continue
        for state in states:
            record = redact(state.record, texts)
            if record is not state.record:
                state.record, state.redacted = record, revision
    for commit in model.commits:
        for name, record in commit.changes.items():
            if record is not None and (not chosen or name in chosen):
                commit.changes[name] = redact(record, texts)
                if commit.changes[name] is not record:
                    commit.redacted = revision
    for key, (sent, response, at) in model.answers.items():
        if not chosen or getattr(response, "name", "") in chosen:
            model.answers[key] = (sent, redact(response, texts), at)
