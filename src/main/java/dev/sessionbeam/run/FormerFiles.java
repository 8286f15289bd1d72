package dev.sessionbeam.run;

import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Finds the files of days that no reader needs any more. */
final class FormerFiles {
  private final LiveDays files;
  private final SettledDays settled;

  FormerFiles(LiveDays files, SettledDays settled) {
    this.files = files;
    this.settled = settled;
  }

  /**
   * Settled days that have more than their current files. This reads no switch, because an output
   * may have thousands of settled days: the files of one version alone are the current ones.
   */
  NavigableSet<LocalDate> days() {
    NavigableSet<LocalDate> days = new TreeSet<>();
    for (LocalDate day : settled.days()) {
      long versions = files.settledOf(day).stream().map(FormerFiles::version).distinct().count();
      if (files.live().containsKey(day) || !settled.former(day).isEmpty() || versions > 1) {
        days.add(day);
      }
    }
    return days;
  }

  /** Files of versions that no switch of the day names: a killed run of settle left them. */
  List<String> unnamed(LocalDate day) throws IOException {
    Set<String> versions = settled.versions(day);
    return files.settledOf(day).stream()
        .filter(file -> versions.stream().noneMatch(version -> isOf(version, file)))
        .map(StoredFile::name)
        .toList();
  }

  /**
   * What the current version of a settled day has replaced, if that is long enough ago: live files,
   * files of former versions and, last, former switches.
   *
   * @param now the time of the storage
   */
  List<String> replaced(LocalDate day, Duration keep, Instant now) throws IOException {
    if (settled.since(day).plus(keep).isAfter(now)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (StoredFile file : files.live().getOrDefault(day, List.of())) {
      if (!isYounger(day, file)) {
        names.add(file.name());
      }
    }
    String version = settled.current(day).version();
    files.settledOf(day).stream()
        .filter(file -> !isOf(version, file))
        .map(StoredFile::name)
        .forEach(names::add);
    names.addAll(settled.former(day));
    return names;
  }

  /** Live files that appeared after the day was settled: nothing should have written them. */
  List<String> younger(LocalDate day) {
    return files.live().getOrDefault(day, List.of()).stream()
        .filter(file -> isYounger(day, file))
        .map(StoredFile::name)
        .toList();
  }

  private boolean isYounger(LocalDate day, StoredFile file) {
    return file.modified().isAfter(settled.since(day));
  }

  /** The part of a file's name that has its version. */
  private static String version(StoredFile file) {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    return name.substring(0, Math.min(name.length(), "part-0123456789abcdef-".length()));
  }

  private static boolean isOf(String version, StoredFile file) {
    return file.name().contains("/part-" + version + "-");
  }
}
