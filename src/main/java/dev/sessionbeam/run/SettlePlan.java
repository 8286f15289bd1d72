package dev.sessionbeam.run;

import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import dev.sessionbeam.settle.SettleTask;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the command found in an output, and what it is going to do.
 *
 * @param days the days that settle now
 * @param former the days that are settled and have files that no reader needs
 * @param settled the days that are settled
 * @param files all files of results
 */
record SettlePlan(
    SettleRequest request,
    NavigableSet<LocalDate> days,
    NavigableSet<LocalDate> former,
    SettledDays settled,
    LiveDays files) {

  static SettlePlan of(SettleRequest request) throws UsageException, IOException {
    OutputFolder output = request.output();
    // First the switches, as readers do.
    SettledDays settled = SettledDays.in(output);
    LiveDays files = LiveDays.in(output);
    NavigableSet<LocalDate> days =
        DaysToSettle.in(output, request.definition().session())
            .of(files.days(), settled, request.before());
    return new SettlePlan(request, days, new FormerFiles(files, settled).days(), settled, files);
  }

  /** Returns the same plan for those of its days that settle by another one, too. */
  SettlePlan with(SettlePlan other) {
    NavigableSet<LocalDate> both = new TreeSet<>(days);
    both.retainAll(other.days);
    NavigableSet<LocalDate> bothFormer = new TreeSet<>(former);
    bothFormer.retainAll(other.former);
    return new SettlePlan(request, both, bothFormer, settled, files);
  }

  /** All days whose files this run writes or deletes, in order. */
  NavigableSet<LocalDate> touched() {
    NavigableSet<LocalDate> touched = new TreeSet<>(days);
    touched.addAll(former);
    return touched;
  }

  /** The live files of the days, which become few. */
  List<StoredFile> live() {
    return files.of(days);
  }

  SettleTask task(RunId version) throws IOException {
    List<StoredFile> live = live();
    Stream<StoredFile> near =
        near().stream()
            .filter(day -> !days.contains(day) && !settled.contains(day))
            .flatMap(day -> files.sessions(day, day));
    List<DaySwitch.Replaced> replaced = new ArrayList<>();
    for (LocalDate day : near()) {
      if (settled.contains(day)) {
        replaced.addAll(settled.current(day).replaced());
      }
    }
    return new SettleTask(
        request.output(),
        version,
        request.definition(),
        format(live),
        days,
        Stream.concat(live.stream(), near).map(StoredFile::name).toList(),
        filesOf(live),
        replaced);
  }

  /** The days whose sessions may share an instant with sessions of the days. */
  private NavigableSet<LocalDate> near() {
    NavigableSet<LocalDate> known = new TreeSet<>(files.days());
    known.addAll(settled.days());
    SessionSettings session = request.definition().session();
    if (session.maxDuration().isZero()) {
      return known;
    }
    Duration reach = session.maxDuration().multipliedBy(3).dividedBy(2).plus(session.gap());
    long reachDays = reach.plusDays(1).minusNanos(1).toDays() + 1;
    return known.subSet(
        days.first().minusDays(reachDays), true, days.last().plusDays(reachDays), true);
  }

  /** An output has one format; if it ever had two, the result is Parquet. */
  private static Format format(List<StoredFile> live) {
    return live.stream().anyMatch(file -> file.name().endsWith(OutputFolder.PARQUET))
        ? Format.PARQUET
        : Format.JSON;
  }

  private Map<String, Integer> filesOf(List<StoredFile> live) {
    Map<String, Long> bytes = new HashMap<>();
    for (StoredFile file : live) {
      String folder = file.name().substring(0, file.name().lastIndexOf('/'));
      bytes.merge(folder, file.bytes(), Long::sum);
    }
    Map<String, Integer> counts = new HashMap<>();
    bytes.forEach((folder, size) -> counts.put(folder, files(size)));
    return counts;
  }

  /** How many files lines of so many bytes, as stored, become. */
  private int files(long bytes) {
    return request.files() > 0
        ? request.files()
        : Math.toIntExact(Math.max(1, (bytes + request.fileBytes() - 1) / request.fileBytes()));
  }
}
