package io.carrick.tck.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A socket that speaks just enough AMQP to be opened, without a client library's memory behind it. */
final class RawConnection implements AutoCloseable {
    private static final byte[] HEADER = HexFormat.of().parseHex("414d515000010000");
    private static final int READ_LIMIT_MILLIS = 20_000;

    private final Socket socket = new Socket();

    RawConnection(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), READ_LIMIT_MILLIS);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
    }

    /** Sends the protocol header and an open, and returns when the peer's open has come. */
    void open(String containerId) throws IOException {
        send(HEADER);
        send(openFrame(containerId));
        InputStream in = socket.getInputStream();
        if (in.readNBytes(HEADER.length).length < HEADER.length) {
            throw new IOException("closed by the peer before it answered the protocol header");
        }
        skipFrame(in);
    }

    void sendHalfAHeader() throws IOException {
        send(new byte[] {'A', 'M', 'Q'});
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Frame header, the descriptor of open, and a list of one string (part 2, sections 2.3 and 2.7.1). */
    private static byte[] openFrame(String containerId) {
        byte[] id = containerId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + 6 + 2 + id.length)
                .putInt(8 + 6 + 2 + id.length)
                .put(new byte[] {2, 0, 0, 0})
                .put(new byte[] {0x00, 0x53, 0x10, (byte) 0xc0, (byte) (3 + id.length), 1})
                .put(new byte[] {(byte) 0xa1, (byte) id.length})
                .put(id)
                .array();
    }

    private static void skipFrame(InputStream in) throws IOException {
        int size = ByteBuffer.wrap(in.readNBytes(4)).getInt();
        in.skipNBytes(size - 4L);
    }

    /** Reads until the peer closes the socket; throws if it does not within the limit. */
    void awaitEnd() throws IOException {
        byte[] buffer = new byte[4096];
        try {
            int read;
            do {
                read = socket.getInputStream().read(buffer);
            } while (read >= 0);
        } catch (SocketException reset) {
            // An end as good as any other.
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
