"""A network between the two services that can be cut or delayed."""

import socket
import threading

CHUNK_BYTES = 1 << 16


class Link:
    """Forwards connections to a server. Tests cut it, or hold back what the server sends.

    The address stays the same when the server restarts at another one. Threads of this class end with
    their connections, so `close` ends all of them.
    """

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._target = None
        self._is_cut = False
        # How many bytes may still pass to the client. None: all.
        self._allowed = None
        self._sockets = set()
        self._changed = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()

    def lead_to(self, address):
        """Makes new connections lead to a server, such as one that has been restarted."""
        host, _, port = address.rpartition(":")
        with self._changed:
            self._target = (host, int(port))

    def cut(self):
        """Breaks all connections, and refuses new ones."""
        with self._changed:
            self._is_cut = True
            self._break_all()

    def hold(self):
        """Accepts connections, but lets nothing that the server sends pass."""
        with self._changed:
            self._allowed = 0

    def let_pass(self, count):
        """Lets some more bytes pass while the rest is held back."""
        with self._changed:
            self._allowed += count
            self._changed.notify_all()

    def restore(self):
        """Lets everything pass again."""
        with self._changed:
            self._is_cut, self._allowed = False, None
            self._changed.notify_all()

    def close(self):
        self.cut()
        self._listener.close()

    def _break_all(self):
        for each in self._sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:  # The other side has closed it already.
                pass
        self._sockets.clear()
        self._changed.notify_all()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # `close` has closed the listener.
                return
            server = self._connect()
            if server is None:
                client.close()
                continue
            with self._changed:
                pair = {client, server}
                self._sockets |= pair
            for source, sink, is_held in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._forward, args=(source, sink, is_held), daemon=True).start()

    def _connect(self):
        with self._changed:
            target = None if self._is_cut else self._target
        try:
            return socket.create_connection(target) if target else None
        except OSError:
            return None

    def _forward(self, source, sink, is_held):
        try:
            while data := source.recv(CHUNK_BYTES):
                while data:
                    part = self._wait_for_turn(len(data), source) if is_held else len(data)
                    if part is None:
                        return
                    sink.sendall(data[:part])
                    data = data[part:]
        except OSError:  # A connection was broken, here or at one of its ends.
            pass
        finally:
            with self._changed:
                for each in (source, sink):
                    try:
                        each.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
                    self._sockets.discard(each)
                self._changed.notify_all()

    def _wait_for_turn(self, count, source):
        """Waits until bytes may pass. Returns how many, or None if the connection was broken."""
        with self._changed:
            self._changed.wait_for(lambda: self._allowed != 0 or source not in self._sockets)
            if source not in self._sockets:
                return None
            if self._allowed is None:
                return count
            part = min(count, self._allowed)
            self._allowed -= part
            return part
