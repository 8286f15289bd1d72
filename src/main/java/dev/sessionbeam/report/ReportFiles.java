package dev.sessionbeam.report;

import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of an output that a report reads, as the views do: of a settled day those of its
 * current version, and of every other day the live ones.
 *
 * @param results files with events or sessions
 * @param rejected files with rejected records or late events
 * @param replaced the sessions that settled days replace on other days, with the highest revision
 *     that does so
 */
public record ReportFiles(List<Named> results, List<Named> rejected, Map<String, Integer> replaced)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * A file.
   *
   * @param name relative to the output
   * @param bytes the size, as stored
   * @param modified when it was written, in milliseconds since the epoch
   */
  public record Named(String name, long bytes, long modified) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Returns the day of a file with results, in days since the epoch. */
    int day() {
      return Math.toIntExact(DateRange.dayOf(name).orElseThrow().toEpochDay());
    }

    private static Named of(StoredFile file) {
      return new Named(file.name(), file.bytes(), file.modified().toEpochMilli());
    }
  }

  public ReportFiles {
    results = List.copyOf(results);
    rejected = List.copyOf(rejected);
    replaced = Map.copyOf(replaced);
  }

  /** Lists the files of an output; the switches of settled days first, as readers must. */
  public static ReportFiles in(OutputFolder output) throws IOException {
    SettledDays settled = SettledDays.in(output);
    Map<LocalDate, DaySwitch> switches = new HashMap<>();
    Map<String, Integer> replaced = new HashMap<>();
    for (LocalDate day : settled.days()) {
      DaySwitch current = settled.current(day);
      switches.put(day, current);
      current.replaced().forEach(it -> replaced.merge(it.sessionId(), it.revision(), Math::max));
    }
    List<Named> results = new ArrayList<>();
    for (Dataset dataset : List.of(Dataset.EVENTS, Dataset.SESSIONS)) {
      for (StoredFile file : StoredFile.below(output, dataset.folder())) {
        boolean isLive =
            DateRange.dayOf(file.name()).filter(day -> !switches.containsKey(day)).isPresent();
        if (isLive && OutputFolder.isOwn(file.name())) {
          results.add(Named.of(file));
        }
      }
      String folder = OutputFolder.SETTLED + dataset.folder();
      for (StoredFile file : StoredFile.below(output, folder)) {
        DaySwitch current = DateRange.dayOf(file.name()).map(switches::get).orElse(null);
        if (current != null && file.name().contains("/part-" + current.version() + "-")) {
          results.add(Named.of(file));
        }
      }
    }
    List<Named> rejected = new ArrayList<>();
    for (Dataset dataset : List.of(Dataset.INVALID, Dataset.LATE)) {
      StoredFile.below(output, dataset.folder()).stream()
          .filter(file -> OutputFolder.isOwn(file.name()))
          .map(Named::of)
          .forEach(rejected::add);
    }
    return new ReportFiles(results, rejected, replaced);
  }

  /** Returns the same files without the results of days up to one, in days since the epoch. */
  public ReportFiles after(int day) {
    return new ReportFiles(
        results.stream().filter(file -> file.day() > day).toList(), rejected, replaced);
  }

  /** Returns the size of all files, as stored. */
  public long bytes() {
    return results.stream().mapToLong(Named::bytes).sum()
        + rejected.stream().mapToLong(Named::bytes).sum();
  }
}
