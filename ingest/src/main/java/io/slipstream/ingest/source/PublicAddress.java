package io.slipstream.ingest.source;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses of the public internet from those of a machine or network of its own (IANA's special registries). */
final class PublicAddress {

    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return address instanceof Inet4Address ? isPublicV4(first, second) : isPublicV6(first, second);
    }

    private static boolean isPublicV4(int first, int second) {
        boolean thisNetwork = first == 0;
        boolean carrierGrade = first == 100 && second >= 64 && second < 128;
        boolean protocols = first == 192 && second == 0;
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean reserved = first >= 240;
        return !(thisNetwork || carrierGrade || protocols || benchmarks || reserved);
    }

    /** Global unicast without the prefixes that lead to IPv4 addresses, which would have to be looked at themselves. */
    private static boolean isPublicV6(int first, int second) {
        boolean sixToFour = first == 0x20 && second == 0x02;
        return first >> 5 == 1 && !sixToFour;
    }
}
