package dev.sessionbeam.report;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionPrinter;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps the state after the days of an output that are not expected to change. A state is known by
 * all that it was computed from: the definition, what was asked for, and the names, sizes and times
 * of all files of these days. If one of these is another, the state is not used.
 */
public final class KeptDays {
  /** Changes with the classes that are kept. */
  private static final String FORMAT = "1";

  private static final Pattern NAME = Pattern.compile("(-?\\d+)-([0-9a-f]{64})");
  private static final String GROWING = "growing-";

  private final Path folder;
  private final String asked;
  private final ReportFiles files;

  /**
   * Creates the folder for what is asked, if it is missing.
   *
   * @param folder the folder of the states of the output
   * @param gaps the gaps to cut with
   * @param funnels actions in order
   * @param files all files of the output
   */
  public KeptDays(
      Path folder,
      Definition definition,
      List<Duration> gaps,
      List<List<String>> funnels,
      ReportFiles files)
      throws IOException {
    this.asked = DefinitionPrinter.print(definition) + "\n" + gaps + "\n" + funnels;
    this.folder = Files.createDirectories(folder.resolve(hash(asked).substring(0, 16)));
    this.files = files;
  }

  /** Returns the state after the latest day that is known. */
  public Optional<DaysState> latest() throws IOException {
    Optional<DaysState> latest = Optional.empty();
    for (Path state : states()) {
      Matcher name = NAME.matcher(state.getFileName().toString());
      if (name.matches()) {
        int day = Integer.parseInt(name.group(1));
        boolean isLater = latest.isEmpty() || day > latest.get().lastDay();
        if (isLater && name.group(2).equals(key(day))) {
          latest = Optional.of(new DaysState(state.toString(), day));
        }
      }
    }
    return latest;
  }

  /** Creates a folder for the state after a day, in days since the epoch. */
  public DaysState create(int day) throws IOException {
    return new DaysState(Files.createTempDirectory(folder, GROWING).toString(), day);
  }

  /** Keeps a complete state, and deletes the others, also what killed reports left. */
  public void keep(DaysState state) throws IOException {
    Path named = folder.resolve(state.lastDay() + "-" + key(state.lastDay()));
    if (Files.exists(named)) {
      delete(Path.of(state.folder()));
    } else {
      Files.move(Path.of(state.folder()), named, StandardCopyOption.ATOMIC_MOVE);
    }
    for (Path other : states()) {
      if (!other.equals(named)) {
        delete(other);
      }
    }
  }

  /** Deletes a state that is not kept. */
  public void drop(DaysState state) throws IOException {
    if (Files.exists(Path.of(state.folder()))) {
      delete(Path.of(state.folder()));
    }
  }

  private static void delete(Path state) throws IOException {
    MoreFiles.deleteRecursively(state, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private List<Path> states() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private String key(int day) {
    List<String> from = new ArrayList<>(List.of(FORMAT, asked));
    boolean anyLive = false;
    for (ReportFiles.Named file : files.results()) {
      if (file.day() <= day) {
        from.add(file.toString());
        anyLive |= !file.name().startsWith(OutputFolder.SETTLED);
      }
    }
    if (anyLive) {
      // What settled days replace is current or not on other days only if these are not settled.
      from.add(new TreeMap<>(files.replaced()).toString());
    }
    return hash(String.join("\n", from));
  }

  private static String hash(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }
}
