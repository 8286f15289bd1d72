package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an {@link Origin}. The values that it shares with the origin before it are not repeated.
 */
public final class OriginCoder {
  private static final int FILE = 0;
  private static final int SAME_FILE = 1;
  private static final int KINESIS = 2;
  private static final int SAME_SHARD = 3;

  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final VarIntCoder INT = VarIntCoder.of();

  private OriginCoder() {}

  /**
   * Encodes an origin.
   *
   * @param before the origin that was encoded just before, or null
   */
  public static void encode(Origin origin, @Nullable Origin before, OutputStream out)
      throws IOException {
    if (origin instanceof FileOrigin file) {
      encodeFile(file, before instanceof FileOrigin other ? other : null, out);
    } else if (origin instanceof KinesisOrigin kinesis) {
      encodeKinesis(kinesis, before instanceof KinesisOrigin other ? other : null, out);
    }
  }

  private static void encodeFile(FileOrigin origin, @Nullable FileOrigin before, OutputStream out)
      throws IOException {
    boolean same = before != null && before.file().equals(origin.file());
    out.write(same ? SAME_FILE : FILE);
    if (!same) {
      TEXT.encode(origin.file(), out);
    }
    LONG.encode(origin.offset(), out);
  }

  private static void encodeKinesis(
      KinesisOrigin origin, @Nullable KinesisOrigin before, OutputStream out) throws IOException {
    boolean same =
        before != null
            && before.shard().equals(origin.shard())
            && before.stream().equals(origin.stream());
    out.write(same ? SAME_SHARD : KINESIS);
    if (!same) {
      TEXT.encode(origin.stream(), out);
      TEXT.encode(origin.shard(), out);
    }
    TEXT.encode(origin.sequenceNumber(), out);
    INT.encode(origin.part(), out);
    TEXT.encode(origin.partitionKey(), out);
    LONG.encode(origin.arrival(), out);
  }

  /**
   * Decodes an origin.
   *
   * @param before the origin that was decoded just before, or null
   */
  public static Origin decode(@Nullable Origin before, InputStream in) throws IOException {
    int kind = in.read();
    if (kind == FILE) {
      return new FileOrigin(TEXT.decode(in), LONG.decode(in));
    }
    if (kind == SAME_FILE && before instanceof FileOrigin file) {
      return new FileOrigin(file.file(), LONG.decode(in));
    }
    if (kind == KINESIS) {
      return decodeKinesis(TEXT.decode(in), TEXT.decode(in), in);
    }
    if (kind == SAME_SHARD && before instanceof KinesisOrigin kinesis) {
      return decodeKinesis(kinesis.stream(), kinesis.shard(), in);
    }
    throw new IOException("an encoded origin begins with the unknown kind " + kind);
  }

  private static KinesisOrigin decodeKinesis(String stream, String shard, InputStream in)
      throws IOException {
    return new KinesisOrigin(
        stream, shard, TEXT.decode(in), INT.decode(in), TEXT.decode(in), LONG.decode(in));
  }
}
