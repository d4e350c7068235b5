package dev.runbook.sandbox.rds;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A loopback port that forwards each new connection to the server it leads to; connections stay where they are. */
final class TcpForwarder implements AutoCloseable {

    private final ServerSocket listener;
    private volatile int target;

    TcpForwarder(int port) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        start("forwarder-" + port, this::accept);
    }

    void forwardTo(int port) {
        target = port;
    }

    @Override
    public void close() {
        closeQuietly(listener);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                // Both ends are closed by the pumps.
                var client = listener.accept();
                start("forwarder-request", () -> forward(client));
            } catch (IOException e) {
                // The listener was closed, or the client went away before it was let in.
            }
        }
    }

    private void forward(Socket client) {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("forwarder-response", () -> copyBytes(server, client));
            copyBytes(client, server);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private static void copyBytes(Socket source, Socket target) {
        try (source;
                target) {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            var buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One side has hung up; closing both is all that is left to do.
        }
    }

    private static void start(String name, Runnable body) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost: the socket is not used again.
        }
    }
}
