package io.carrick.jms.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class SelfConnectionGuardTest {
    private static final SocketAddress HERE = InetSocketAddress.createUnresolved("localhost", 5672);

    /** A channel from {@link #HERE} to somewhere. */
    private static EmbeddedChannel connectedTo(SocketAddress remote) {
        return new EmbeddedChannel(new SelfConnectionGuard()) {
            @Override
            protected SocketAddress localAddress0() {
                return HERE;
            }

            @Override
            protected SocketAddress remoteAddress0() {
                return remote;
            }
        };
    }

    @Test
    void shouldEndASocketThatIsConnectedToItself() {
        EmbeddedChannel channel = connectedTo(HERE);
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(channel::checkException).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldLeaveOthersAlone() {
        EmbeddedChannel channel = connectedTo(InetSocketAddress.createUnresolved("localhost", 5673));
        assertThat(channel.isOpen()).isTrue();
        channel.checkException();
    }
}
