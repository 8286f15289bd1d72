package dev.sessionbeam.failure;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record as a person is told about it.
 *
 * @param source where the record was read
 * @param message what is wrong with it
 */
public record RejectionExample(String source, String message) {
  /** Orders records by where they were read: by file and offset, or by shard and position. */
  static final Comparator<Origin> ORDER = RejectionExample::compare;

  private static final Comparator<Origin> GENERAL_ORDER =
      Comparator.comparing(RejectionExample::container)
          .thenComparing(RejectionExample::positionLength)
          .thenComparing(RejectionExample::position)
          .thenComparingInt(RejectionExample::part)
          .thenComparingInt(RejectionExample::index);

  private static final String SEPARATOR = "\n";
  private static final int LONGEST_SOURCE = 1000;
  private static final int LONGEST_MESSAGE = 300;

  /** Compares without any allocation where both records are from files. */
  private static int compare(Origin a, Origin b) {
    if (a instanceof FileOrigin one && b instanceof FileOrigin other) {
      int files = one.file().compareTo(other.file());
      return files == 0 ? Long.compare(one.offset(), other.offset()) : files;
    }
    return GENERAL_ORDER.compare(a, b);
  }

  static RejectionExample of(RejectedRecord rejected) {
    return new RejectionExample(
        source(rejected.record().origin()), oneLine(rejected.message(), LONGEST_MESSAGE));
  }

  /**
   * Returns where a record was read, on one line: a file and a byte in it, or a place in a stream.
   */
  public static String source(Origin origin) {
    if (origin instanceof InnerOrigin inner) {
      return source(inner.outer()) + ", record " + inner.index() + " in it";
    }
    if (origin instanceof KinesisOrigin kinesis) {
      String place =
          kinesis.stream()
              + ", "
              + kinesis.shard()
              + ", sequence number "
              + kinesis.sequenceNumber()
              + ", part "
              + kinesis.part();
      return oneLine(place, LONGEST_SOURCE);
    }
    return oneLine(container(origin), LONGEST_SOURCE) + " at byte " + position(origin);
  }

  /** Returns the text on one line, without characters that a terminal obeys. */
  private static String oneLine(String text, int longest) {
    int end = Math.min(text.length(), longest);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String start = text.substring(0, end) + (end < text.length() ? "…" : "");
    return start.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ");
  }

  /**
   * Returns the example as a text that {@link #first} reads. It begins with the source in a form
   * that sorts like {@link #ORDER}.
   */
  String encoded(Origin origin) {
    return String.join(
        SEPARATOR,
        oneLine(container(origin), LONGEST_SOURCE),
        String.format(
            Locale.ROOT,
            "%04d %s %09d %09d",
            positionLength(origin),
            oneLine(position(origin), LONGEST_SOURCE),
            part(origin),
            index(origin)),
        source,
        message);
  }

  /** Returns the example whose source is the first one; null if there is none. */
  public static @Nullable RejectionExample first(Collection<String> encoded) {
    return encoded.stream()
        .map(text -> text.split(SEPARATOR, -1))
        .filter(parts -> parts.length == 4)
        .min(
            Comparator.<String[], String>comparing(parts -> parts[0])
                .thenComparing(parts -> parts[1])
                .thenComparing(parts -> parts[3]))
        .map(parts -> new RejectionExample(parts[2], parts[3]))
        .orElse(null);
  }

  private static String container(Origin place) {
    Origin origin = outer(place);
    if (origin instanceof FileOrigin file) {
      return file.file();
    }
    return origin instanceof KinesisOrigin kinesis ? kinesis.stream() + " " + kinesis.shard() : "";
  }

  /** A number without leading zeros, so that the longer one is the larger one. */
  private static String position(Origin place) {
    Origin origin = outer(place);
    if (origin instanceof FileOrigin file) {
      return String.valueOf(file.offset());
    }
    return origin instanceof KinesisOrigin kinesis ? kinesis.sequenceNumber() : "";
  }

  private static int positionLength(Origin origin) {
    return position(origin).length();
  }

  private static int part(Origin origin) {
    return outer(origin) instanceof KinesisOrigin kinesis ? kinesis.part() : 0;
  }

  private static int index(Origin origin) {
    return origin instanceof InnerOrigin inner ? inner.index() : 0;
  }

  private static Origin outer(Origin origin) {
    return origin instanceof InnerOrigin inner ? inner.outer() : origin;
  }
}
