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
  private static final int INNER = 4;
  private static final int INNER_OF_SAME = 5;

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
    Origin outer = before instanceof InnerOrigin inner ? inner.outer() : before;
    if (origin instanceof FileOrigin file) {
      encodeFile(file, outer instanceof FileOrigin other ? other : null, out);
    } else if (origin instanceof KinesisOrigin kinesis) {
      encodeKinesis(kinesis, outer instanceof KinesisOrigin other ? other : null, out);
    } else if (origin instanceof InnerOrigin inner) {
      encodeInner(inner, outer, out);
    }
  }

  private static void encodeInner(InnerOrigin origin, @Nullable Origin before, OutputStream out)
      throws IOException {
    boolean same = origin.outer().equals(before);
    out.write(same ? INNER_OF_SAME : INNER);
    if (!same) {
      encode(origin.outer(), before, out);
    }
    INT.encode(origin.index(), out);
    INT.encode(origin.levels() - InnerOrigin.RECORD, out);
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
    return decode(in.read(), before instanceof InnerOrigin inner ? inner.outer() : before, in);
  }

  private static Origin decode(int kind, @Nullable Origin before, InputStream in)
      throws IOException {
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
    if (kind == INNER) {
      return decodeInner(decode(in.read(), before, in), in);
    }
    if (kind == INNER_OF_SAME && before != null) {
      return decodeInner(before, in);
    }
    throw new IOException("an encoded origin begins with the unknown kind " + kind);
  }

  private static InnerOrigin decodeInner(Origin outer, InputStream in) throws IOException {
    return new InnerOrigin(outer, INT.decode(in), INT.decode(in) + InnerOrigin.RECORD);
  }

  private static KinesisOrigin decodeKinesis(String stream, String shard, InputStream in)
      throws IOException {
    return new KinesisOrigin(
        stream, shard, TEXT.decode(in), INT.decode(in), TEXT.decode(in), LONG.decode(in));
  }
}
