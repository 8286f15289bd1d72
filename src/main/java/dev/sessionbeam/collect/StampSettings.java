package dev.sessionbeam.collect;

import java.util.Set;

/**
 * The facts that are added to events.
 *
 * @param stamps which ones; none by default
 * @param addressKey the secret for {@link Stamp#ADDRESS_HASH}; empty if that is not added
 * @param proxies how many load balancers and proxies add an address to X-Forwarded-For
 */
public record StampSettings(Set<Stamp> stamps, byte[] addressKey, int proxies) {
  /** Nothing is added. */
  public static final StampSettings NONE = new StampSettings(Set.of(), new byte[0], 0);

  public StampSettings {
    stamps = Set.copyOf(stamps);
  }

  /** Does not print the key. */
  @Override
  public String toString() {
    return "StampSettings" + stamps;
  }
}
