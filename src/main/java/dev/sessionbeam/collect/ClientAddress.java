package dev.sessionbeam.collect;

import com.google.common.hash.Hashing;
import com.google.common.net.InetAddresses;
import dev.sessionbeam.collect.http.RequestHead;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The address of a client, and the two forms in which an event may have it. */
final class ClientAddress {
  private static final int V4_BYTES = 3;
  private static final int V6_BYTES = 6;
  private static final int HASH_DIGITS = 32;

  private ClientAddress() {}

  /**
   * Returns the address of the client.
   *
   * @param proxies how many load balancers and proxies add an address to X-Forwarded-For; with 0,
   *     the header is not read, because the client may have written it
   */
  static InetAddress of(RequestHead head, int proxies) {
    String forwarded = proxies == 0 ? null : head.header("X-Forwarded-For");
    if (forwarded == null) {
      return head.peer();
    }
    List<String> addresses = List.of(forwarded.split(",", -1));
    String last = addresses.get(Math.max(0, addresses.size() - proxies)).strip();
    return InetAddresses.isInetAddress(last) ? InetAddresses.forString(last) : head.peer();
  }

  /** Returns the address of the client's network: the rest of the bytes is 0. */
  static String truncated(InetAddress address) {
    byte[] bytes = address.getAddress();
    Arrays.fill(
        bytes, address instanceof Inet4Address ? V4_BYTES : V6_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddresses.toAddrString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of as many bytes", e);
    }
  }

  /** Returns a hash of the address: without the key, nobody can try all addresses. */
  static String hashed(InetAddress address, byte[] key) {
    return Hashing.hmacSha256(key)
        .hashBytes(address.getAddress())
        .toString()
        .substring(0, HASH_DIGITS);
  }
}
