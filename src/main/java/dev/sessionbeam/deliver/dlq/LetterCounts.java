package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts dead letters by destination and reason. */
public final class LetterCounts {
  private static final String NO_DESTINATION = "-";
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::destination).thenComparing(Key::reason);

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  private record Key(String destination, String reason) {}

  private LetterCounts() {}

  /** Counts the messages of a queue, and leaves them in it. */
  public static Account of(MessageQueue queue, StopSignal stop, PrintWriter err)
      throws IOException {
    LetterCounts counts = new LetterCounts();
    MessageReader reader = new MessageReader(queue, stop);
    MessageQueue.Size before = queue.size();
    try (PeriodicLine progress =
        PeriodicLine.start(
            err,
            () ->
                String.format(
                    Locale.ROOT,
                    "%,d messages seen of about %,d",
                    reader.received(),
                    before.waiting()))) {
      reader.read(
          messages -> {
            messages.forEach(message -> counts.count(LetterReader.read(message.message())));
            return List.of();
          });
    }
    String seen =
        String.format(
            Locale.ROOT,
            "%,d messages seen of about %,d",
            reader.received(),
            Math.max(reader.received(), before.waiting()));
    String hidden =
        before.hidden() == 0
            ? ""
            : String.format(
                Locale.ROOT, ", and about %,d that other readers have", before.hidden());
    String table = counts.table() + seen + hidden + ". All of them stay in the queue." + "\n";
    return new Account(table, true).after(reader);
  }

  /**
   * Counts the letters of files.
   *
   * @return the table, as text
   */
  public static String of(LetterFiles files, StopSignal stop) throws IOException {
    LetterCounts counts = new LetterCounts();
    files.read(counts::count, stop);
    return counts.table()
        + String.format(
            Locale.ROOT, "%,d dead letters in %,d files.%n", counts.sum(), files.count());
  }

  private void count(StoredLetter letter) {
    @Nullable String destination = letter.destination();
    counts
        .computeIfAbsent(
            new Key(destination == null ? NO_DESTINATION : destination, letter.reason()),
            key -> new LongAdder())
        .increment();
  }

  private long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private String table() {
    StringBuilder text = new StringBuilder(line("destination", "reason", "dead letters"));
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .forEach(
            entry ->
                text.append(
                    line(
                        entry.getKey().destination(),
                        entry.getKey().reason(),
                        String.format(Locale.ROOT, "%,d", entry.getValue().sum()))));
    return text.toString();
  }

  private static String line(String destination, String reason, String count) {
    return String.format(Locale.ROOT, "%-24s %-24s %12s%n", destination, reason, count);
  }
}
