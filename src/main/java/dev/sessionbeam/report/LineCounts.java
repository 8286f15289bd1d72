package dev.sessionbeam.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.EnumMap;
import org.apache.beam.sdk.util.VarInt;

/** Counts of lines that were read, one for each {@link Kind}. */
final class LineCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** What is counted. */
  enum Kind {
    /** Lines of events that are current. */
    EVENTS_CURRENT,
    /** Lines of events that later lines supersede. */
    EVENTS_SUPERSEDED,
    /** Lines of sessions that are current. */
    SESSIONS_CURRENT,
    /** Lines of sessions that later lines supersede. */
    SESSIONS_SUPERSEDED,
    /** Current lines of sessions that have a revision. */
    SESSIONS_REVISED,
    /** Current sessions whose events are not those that their line says. */
    SESSIONS_THAT_DIFFER
  }

  private final EnumMap<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, long more) {
    counts.merge(kind, more, Long::sum);
  }

  void add(LineCounts more) {
    more.counts.forEach(this::add);
  }

  long of(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  void encode(OutputStream out) throws IOException {
    for (Kind kind : Kind.values()) {
      VarInt.encode(of(kind), out);
    }
  }

  static LineCounts decode(InputStream in) throws IOException {
    LineCounts lines = new LineCounts();
    for (Kind kind : Kind.values()) {
      lines.add(kind, VarInt.decodeLong(in));
    }
    return lines;
  }
}
