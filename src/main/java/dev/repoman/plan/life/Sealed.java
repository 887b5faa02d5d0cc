package dev.repoman.plan.life;

import dev.repoman.project.Device;
import java.net.URI;
import java.util.Map;

/// A sealed container: no interface, and the model and the HTTP proxy by proxy devices.
public final class Sealed {
    /// Where the model is, inside.
    static final String MODEL_URL = "http://127.0.0.1:11434";

    static final String MODEL_DEVICE = "model";

    /// In the place of an interface of a profile.
    static final Device NO_INTERFACE = Device.of(Map.of("type", "none"));

    static final String PROXY_DEVICE = "http-proxy";

    /// Where the HTTP proxy is, inside.
    static final String PROXY_URL = "http://127.0.0.1:3128";

    /// Where it is on the host, on loopback.
    public static final int HOST_PROXY = 13128;

    static final Device PROXY = inward(3128, "127.0.0.1:" + HOST_PROXY);

    private Sealed() {}

    /// @return whether it is an interface, or stands in the place of one
    static boolean isInterface(Device device) {
        return device.type().equals("nic") || device.type().equals("none");
    }

    static Device model(String ollamaUrl) {
        URI url = URI.create(ollamaUrl);
        return inward(11434, url.getHost() + ":" + (url.getPort() < 0 ? 80 : url.getPort()));
    }

    /// @param connect `ADDRESS:PORT` of the host
    private static Device inward(int port, String connect) {
        return Device.of(Map.of(
                "type", "proxy", "bind", "instance", "listen", "tcp:127.0.0.1:" + port, "connect", "tcp:" + connect));
    }
}
