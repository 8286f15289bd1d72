package dev.sessionbeam.deliver.kinesis;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Decides which shard of a stream gets the events and sessions of a machine. */
public final class PartitionKey {
  private static final int MOST_CHARS = 256;

  private PartitionKey() {}

  /**
   * Returns the partition key of a machine: the machine itself; or, if Kinesis would not take that,
   * its SHA-256 in hexadecimal digits. All records of a machine have the same key.
   */
  public static String of(String machine) {
    boolean fits =
        !machine.isEmpty()
            && machine.length() <= MOST_CHARS
            // Half of a pair of characters, which JSON can write, cannot be sent.
            && StandardCharsets.UTF_8.newEncoder().canEncode(machine);
    return fits ? machine : Hashing.sha256().hashString(machine, StandardCharsets.UTF_8).toString();
  }
}
