package dev.sessionbeam.report;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** What some lines of one file say about one revision of a session. */
sealed interface StoredPart {
  /** The session. */
  UUID id();

  /** The machine. */
  String machine();

  /** The revision; 0 if the lines have none. */
  int revision();

  /** Whether the lines are of a settled day: then they are current. */
  boolean settled();

  /**
   * The line of a session.
   *
   * @param start the session's start, in milliseconds since the epoch
   * @param end the instant of its last event
   * @param count how many events it has
   * @param opened whether an opening event opened it
   * @param replaces the sessions that it replaces
   */
  record Head(
      UUID id,
      String machine,
      int revision,
      boolean settled,
      long start,
      long end,
      int count,
      boolean opened,
      List<UUID> replaces)
      implements StoredPart {
    public Head {
      replaces = List.copyOf(replaces);
    }
  }

  /**
   * Events with consecutive indexes.
   *
   * @param first the index of the first one
   * @param count how many there are
   * @param packed the events, as {@link EventPacker} packs them
   */
  record Events(
      UUID id, String machine, int revision, boolean settled, int first, int count, byte[] packed)
      implements StoredPart {}

  /** Encodes parts. */
  final class StoredPartCoder extends AtomicCoder<StoredPart> {
    static final StoredPartCoder INSTANCE = new StoredPartCoder();
    private static final long serialVersionUID = 1;
    private static final int EVENTS = 1;
    private static final int SETTLED = 2;
    private static final int OPENED = 4;

    @Override
    public void encode(StoredPart part, OutputStream out) throws IOException {
      boolean opened = part instanceof Head head && head.opened();
      out.write(
          (part instanceof Events ? EVENTS : 0)
              | (part.settled() ? SETTLED : 0)
              | (opened ? OPENED : 0));
      write(part.id(), out);
      StringUtf8Coder.of().encode(part.machine(), out);
      VarInt.encode(part.revision(), out);
      if (part instanceof Events events) {
        VarInt.encode(events.first(), out);
        VarInt.encode(events.count(), out);
        ByteArrayCoder.of().encode(events.packed(), out);
      } else if (part instanceof Head head) {
        VarInt.encode(head.start(), out);
        VarInt.encode(head.end() - head.start(), out);
        VarInt.encode(head.count(), out);
        VarInt.encode(head.replaces().size(), out);
        for (UUID replaced : head.replaces()) {
          write(replaced, out);
        }
      }
    }

    @Override
    public StoredPart decode(InputStream in) throws IOException {
      int flags = in.read();
      boolean settled = (flags & SETTLED) != 0;
      UUID id = readId(in);
      String machine = StringUtf8Coder.of().decode(in);
      int revision = VarInt.decodeInt(in);
      if ((flags & EVENTS) != 0) {
        int first = VarInt.decodeInt(in);
        int count = VarInt.decodeInt(in);
        return new Events(
            id, machine, revision, settled, first, count, ByteArrayCoder.of().decode(in));
      }
      long start = VarInt.decodeLong(in);
      long end = start + VarInt.decodeLong(in);
      int count = VarInt.decodeInt(in);
      int size = VarInt.decodeInt(in);
      List<UUID> replaces = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        replaces.add(readId(in));
      }
      return new Head(
          id, machine, revision, settled, start, end, count, (flags & OPENED) != 0, replaces);
    }

    private static void write(UUID id, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(id.getMostSignificantBits());
      data.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      return new UUID(data.readLong(), data.readLong());
    }
  }
}
