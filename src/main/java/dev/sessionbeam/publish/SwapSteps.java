package dev.sessionbeam.publish;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a swap, in order. Each step may be done again, whether it was done completely, only
 * partly, or not at all. So after an interruption, all steps are done again, from the first one.
 */
final class SwapSteps {
  private final StagedResults staged;
  private final SwapManifest manifest;
  private final String manifestName;
  private final FolderFiles files;
  private final CopyManifests copyManifests;

  /** One step. If it stops at any point, all steps can be done again. */
  interface Step {
    void run() throws IOException;
  }

  /**
   * Creates the steps of a manifest.
   *
   * @param manifestName the manifest's name, relative to the output
   */
  SwapSteps(StagedResults staged, SwapManifest manifest, String manifestName) {
    this.staged = staged;
    this.manifest = manifest;
    this.manifestName = manifestName;
    this.files = FolderFiles.of(staged.output());
    this.copyManifests = new CopyManifests(staged.output(), staged.rangeOfDays());
  }

  List<Step> list(int filesAtOnce) {
    List<Step> steps = new ArrayList<>();
    steps.add(this::endStreams);
    steps.add(this::deleteSummaries);
    steps.add(copyManifests::deleteReplaced);
    List<String> names = manifest.newFiles();
    List<String> places = names.stream().map(this::place).toList();
    for (int from = 0; from < names.size(); from += filesAtOnce) {
      List<String> some = names.subList(from, Math.min(names.size(), from + filesAtOnce));
      steps.add(() -> moveToPlace(some));
    }
    steps.add(this::deleteOld);
    steps.add(this::switchSettledDays);
    steps.add(() -> copyManifests.write(places, staged.staged("summary")));
    steps.add(this::writeSummary);
    steps.add(staged::clear);
    steps.add(this::deleteManifest);
    return steps;
  }

  /** A stream whose lines are replaced must not resume beside the new ones. */
  private void endStreams() throws IOException {
    UnfinishedStreams streams = UnfinishedStreams.in(staged.output());
    DateRange days = staged.rangeOfDays();
    if (days == null) {
      streams.endAll();
    } else {
      streams.endThoseOf(days);
    }
  }

  /** Deletes summaries first, so that no summary is beside files that it does not describe. */
  private void deleteSummaries() throws IOException {
    Set<String> summaries = new HashSet<>(List.of(manifest.summary()));
    manifest.oldFiles().stream().filter(OutputFolder::isSummary).forEach(summaries::add);
    files.delete(summaries);
  }

  /**
   * Renames files. If renaming fails, another process may have renamed some of them; so this method
   * tries again as long as the number of staged files decreases.
   */
  private void moveToPlace(List<String> names) throws IOException {
    List<String> waiting = stillStaged(names);
    while (!waiting.isEmpty()) {
      try {
        files.rename(
            waiting.stream().map(staged::staged).toList(),
            waiting.stream().map(this::place).toList());
        return;
      } catch (IOException e) {
        List<String> left = stillStaged(waiting);
        if (left.size() == waiting.size()) {
          throw e;
        }
        waiting = left;
      }
    }
  }

  /** Returns the names of the files that are not published yet. */
  private List<String> stillStaged(List<String> names) throws IOException {
    Set<String> there = files.existing(names.stream().map(staged::staged).toList());
    List<String> gone =
        names.stream().filter(name -> !there.contains(staged.staged(name))).toList();
    if (!gone.isEmpty()) {
      Set<String> placed = files.existing(gone.stream().map(this::place).toList());
      for (String name : gone) {
        if (!placed.contains(place(name))) {
          throw new IOException(
              staged.output().root()
                  + place(name)
                  + " is lost: it is neither staged nor published. Delete "
                  + staged.output().root()
                  + manifestName
                  + " and run again with --overwrite");
        }
      }
    }
    return names.stream().filter(name -> there.contains(staged.staged(name))).toList();
  }

  private String place(String newFile) {
    return manifest.place(newFile, staged.run());
  }

  private void deleteOld() throws IOException {
    Set<String> old = new HashSet<>(manifest.oldFiles());
    manifest.newFiles().stream().map(this::place).forEach(old::remove);
    old.remove(manifest.summary());
    // An earlier pass over the steps may have written new ones.
    old.removeIf(name -> name.startsWith(CopyManifests.FOLDER));
    files.delete(old);
  }

  /**
   * Makes the new files of settled days current. What the former version of a day replaces on other
   * days stays replaced: the lines of those days still have it.
   */
  private void switchSettledDays() throws IOException {
    SettledDays settled = SettledDays.in(staged.output());
    for (String date : manifest.settledDays()) {
      LocalDate day = LocalDate.parse(date);
      List<DaySwitch.Replaced> replaced = List.of();
      if (settled.contains(day)) {
        DaySwitch current = settled.current(day);
        if (current.version().equals(staged.run().value())) {
          continue;
        }
        replaced = current.replaced();
      }
      DaySwitch.of(day, settled.number(day) + 1, staged.run(), replaced).write(staged.output());
    }
  }

  private void writeSummary() throws IOException {
    files.write(manifest.summary(), manifest.summaryText(), staged.staged("summary"));
  }

  private void deleteManifest() throws IOException {
    files.delete(List.of(manifestName));
    staged.deleteHiddenFolder();
  }
}
