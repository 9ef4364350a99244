package dev.pgconvoy.worker.wire;

import java.io.IOException;
import java.net.Socket;

/// Where a session speaks, and what carries it.
///
/// Closing a socket of TLS waits for whoever writes to it at that moment, and a server that reads no more lets him wait
/// for ever. So [#close] closes what is below, which ends everybody who waits.
///
/// @param spoken of TLS, or the carrier itself
/// @param carrier as it was opened, below TLS
record SessionSocket(Socket spoken, Socket carrier) {

    void close() {
        try {
            carrier.close();
        } catch (IOException _) {
            // It is of no use any more, open or not.
        }
    }
}
