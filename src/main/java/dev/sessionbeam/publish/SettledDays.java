package dev.sessionbeam.publish;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settled days of an output, by the names of their switches: one listing. See
 * docs/design/settle.md.
 */
public final class SettledDays {
  private static final Pattern SWITCH =
      Pattern.compile(DaySwitch.FOLDER + "/(\\d{4}-\\d\\d-\\d\\d)_([1-9]\\d{0,8})\\.json");

  private final OutputFolder output;

  /** The switches of each day by their numbers. */
  private final NavigableMap<LocalDate, NavigableMap<Integer, StoredFile>> switches;

  private SettledDays(
      OutputFolder output, NavigableMap<LocalDate, NavigableMap<Integer, StoredFile>> switches) {
    this.output = output;
    this.switches = switches;
  }

  /** Lists the settled days of an output. */
  public static SettledDays in(OutputFolder output) throws IOException {
    NavigableMap<LocalDate, NavigableMap<Integer, StoredFile>> switches = new TreeMap<>();
    for (StoredFile file : StoredFile.below(output, DaySwitch.FOLDER)) {
      Matcher name = SWITCH.matcher(file.name());
      if (name.matches()) {
        switches
            .computeIfAbsent(LocalDate.parse(name.group(1)), day -> new TreeMap<>())
            .put(Integer.valueOf(name.group(2)), file);
      }
    }
    return new SettledDays(output, switches);
  }

  /** Returns the settled days, in order. */
  public NavigableSet<LocalDate> days() {
    return Collections.unmodifiableNavigableSet(switches.navigableKeySet());
  }

  /** Returns whether a day is settled. */
  public boolean contains(LocalDate day) {
    return switches.containsKey(day);
  }

  /** Returns the number of the day's current switch; 0 if the day is not settled. */
  public int number(LocalDate day) {
    return switches(day).isEmpty() ? 0 : switches(day).lastKey();
  }

  /** Returns when the current switch of a settled day was written, by the storage's clock. */
  public Instant since(LocalDate day) {
    return switches(day).lastEntry().getValue().modified();
  }

  /** Reads the current switch of a settled day. */
  public DaySwitch current(LocalDate day) throws IOException {
    String file = switches(day).lastEntry().getValue().name();
    return DaySwitch.parse(FolderFiles.of(output).read(file), output.root() + file);
  }

  /** Reads which versions the switches of a day name; empty if the day is not settled. */
  public Set<String> versions(LocalDate day) throws IOException {
    Set<String> versions = new HashSet<>();
    for (StoredFile file : switches(day).values()) {
      String text = FolderFiles.of(output).read(file.name());
      versions.add(DaySwitch.parse(text, output.root() + file.name()).version());
    }
    return versions;
  }

  /** Returns the names of the switches of a day that do not count any more. */
  public List<String> former(LocalDate day) {
    NavigableMap<Integer, StoredFile> all = switches(day);
    return all.isEmpty()
        ? List.of()
        : all.headMap(all.lastKey(), false).values().stream().map(StoredFile::name).toList();
  }

  /** Returns whether a file of results, named relative to the output, is of a settled day. */
  boolean hasDayOf(String file) {
    return DateRange.dayOf(file).filter(this::contains).isPresent();
  }

  private NavigableMap<Integer, StoredFile> switches(LocalDate day) {
    return switches.getOrDefault(day, Collections.emptyNavigableMap());
  }
}
