package dev.sessionbeam.simulate.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A record that is sent to a stream.
 *
 * @param partitionKey decides its shard; 1 to 256 code points
 * @param data at most 1 MiB together with the key
 * @param due when it should be sent, as {@link System#nanoTime}
 */
public record StreamRecord(String partitionKey, byte[] data, long due) {
  /**
   * The hash key, which is divided among the shards by ranges: the key's MD5, as a number of 128
   * bits.
   */
  BigInteger hashKey() {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(UTF_8));
      return new BigInteger(1, md5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** Its size in bytes towards the limits of a call. */
  int size() {
    return data.length + partitionKey.getBytes(UTF_8).length;
  }
}
