package dev.sessionbeam.deliver.connect;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decides to which addresses data may be sent. */
final class Addresses {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  private Addresses() {}

  /** Whether an address is one of this machine. */
  static boolean isLoopback(URI address) {
    return address.getHost() != null && LOOPBACK.matcher(address.getHost()).matches();
  }

  /** Whether others cannot read what is sent to an address: https, or http to this machine. */
  static boolean isSafe(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    return address.getHost() != null
        && (scheme.equals("https") || (scheme.equals("http") && isLoopback(address)));
  }
}
