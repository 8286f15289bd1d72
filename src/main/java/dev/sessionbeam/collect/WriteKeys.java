package dev.sessionbeam.collect;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which events may be sent. Only their hashes are kept. A key is named in metrics by
 * the first digits of its hash.
 */
public final class WriteKeys {
  /** Everybody may send. */
  public static final WriteKeys NONE = new WriteKeys(List.of());

  private static final String ANYBODY = "none";
  private static final int FEWEST_CHARS = 16;
  private static final int MOST_CHARS = 256;
  private static final int LABEL_DIGITS = 8;

  private final List<byte[]> hashes;

  private WriteKeys(List<byte[]> hashes) {
    this.hashes = List.copyOf(hashes);
  }

  /**
   * Reads keys: one a line; blank lines and lines that begin with # are no keys.
   *
   * @param where the text comes from, for messages
   * @param faults gets all faults; none has a key
   */
  public static WriteKeys read(String text, String where, List<String> faults) {
    List<byte[]> hashes = new ArrayList<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      boolean fits =
          line.length() >= FEWEST_CHARS
              && line.length() <= MOST_CHARS
              && line.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (fits) {
        hashes.add(hash(line));
      } else {
        faults.add(
            where
                + ", line "
                + (i + 1)
                + ": a write key has "
                + FEWEST_CHARS
                + " to "
                + MOST_CHARS
                + " characters of ASCII without blanks");
      }
    }
    if (hashes.isEmpty() && faults.isEmpty()) {
      faults.add(where + ": there is no write key");
    }
    return new WriteKeys(hashes);
  }

  /** Whether everybody may send. */
  public boolean allowAnybody() {
    return hashes.isEmpty();
  }

  /** How many keys there are. */
  public int count() {
    return hashes.size();
  }

  /**
   * Returns the label of a key that a client has given; null if it is not one of these. It takes
   * the same time for every wrong key.
   */
  @Nullable String label(@Nullable String given) {
    if (hashes.isEmpty()) {
      return ANYBODY;
    }
    byte[] hash = hash(given == null ? "" : given);
    boolean known = false;
    for (byte[] one : hashes) {
      known |= MessageDigest.isEqual(one, hash);
    }
    return known ? hex(hash) : null;
  }

  private static byte[] hash(String key) {
    return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).asBytes();
  }

  private static String hex(byte[] hash) {
    return HashCode.fromBytes(hash).toString().substring(0, LABEL_DIGITS);
  }
}
