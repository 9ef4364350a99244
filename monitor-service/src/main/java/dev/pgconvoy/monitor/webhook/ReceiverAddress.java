package dev.pgconvoy.monitor.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Where a receiver is: looked up for each try and then connected to as it was found, so that a name cannot lead into
/// our own network after it was checked.
final class ReceiverAddress {

    private static final int BITS_OF_A_BYTE = 8;
    private static final List<Range> RESERVED = List.of(
            Range.of("0.0.0.0", 8),
            Range.of("100.64.0.0", 10),
            Range.of("192.0.0.0", 24),
            Range.of("198.18.0.0", 15),
            Range.of("240.0.0.0", 4),
            Range.of("2001::", 32), // Teredo and 6to4 lead to addresses of version 4
            Range.of("2002::", 16));
    private static final Range GLOBAL_6 = Range.of("2000::", 3);

    private final boolean allowPrivate;

    ReceiverAddress(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /// A range of addresses.
    private record Range(byte[] prefix, int bits) {

        static Range of(String address, int bits) {
            return new Range(InetAddress.ofLiteral(address).getAddress(), bits);
        }

        boolean has(InetAddress address) {
            var bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % BITS_OF_A_BYTE);
                if (((bytes[bit / BITS_OF_A_BYTE] ^ prefix[bit / BITS_OF_A_BYTE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @throws IllegalStateException with what is to be changed
    void requireUsable(String name, URI url) {
        var scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalStateException(
                    "pgconvoy.webhooks.endpoints.%s.url must be https://host/path without user and fragment"
                            .formatted(name));
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && allowPrivate)) {
            throw new IllegalStateException(
                    "pgconvoy.webhooks.endpoints.%s.url must begin with https:// (http:// only with PGCONVOY_WEBHOOKS_ALLOW_PRIVATE)"
                            .formatted(name));
        }
    }

    /// @throws RefusedAddressException when one of its addresses may not be connected to
    InetAddress find(URI url) throws UnknownHostException, RefusedAddressException {
        var found = InetAddress.getAllByName(url.getHost());
        if (!Arrays.stream(found).allMatch(this::isAllowed)) {
            throw new RefusedAddressException(url.getHost());
        }
        return found[0];
    }

    /// Link-local addresses serve credentials of machines in clouds: never.
    boolean isAllowed(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return false;
        }
        return allowPrivate || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && RESERVED.stream().noneMatch(range -> range.has(address))
                && (address instanceof Inet4Address || GLOBAL_6.has(address));
    }
}
