package dev.pgconvoy.preflight.examination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses that the name of a host stands for.
@FunctionalInterface
public interface HostAddresses {

    List<InetAddress> of(String host) throws UnknownHostException;

    /// As this machine knows them.
    static HostAddresses ofThisMachine() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
