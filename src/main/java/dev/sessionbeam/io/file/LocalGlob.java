package dev.sessionbeam.io.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the files and folders on the local disk that a glob without braces matches. It reads only
 * the folders that can hold a match: Beam's own search reads every folder below the first wildcard,
 * and follows a circle of symbolic links until the operating system stops it.
 */
final class LocalGlob {
  private final List<String> steps;
  private final boolean foldersOnly;
  private final List<Path> found = new ArrayList<>();

  /** The number of the first step that has a wildcard. */
  private final int firstWildcard;

  private LocalGlob(String glob) {
    this.steps = Stream.of(glob.split("/", -1)).filter(step -> !step.isEmpty()).toList();
    this.foldersOnly = glob.endsWith("/");
    this.firstWildcard = (int) steps.stream().takeWhile(step -> !Glob.hasWildcard(step)).count();
  }

  /**
   * Returns what a glob matches. A name after the first wildcard that begins with a dot or an
   * underscore does not match.
   *
   * @throws IOException if a folder cannot be read
   */
  static List<Path> match(String glob) throws IOException {
    LocalGlob search = new LocalGlob(glob);
    search.take(Path.of(glob.startsWith("/") ? "/" : ""), 0);
    return search.found;
  }

  private void take(Path from, int step) throws IOException {
    if (step == steps.size()) {
      if (!foldersOnly || Files.isDirectory(from)) {
        found.add(from);
      }
      return;
    }
    String name = steps.get(step);
    if (name.contains("**")) {
      takeBelow(from, step);
    } else if (Glob.hasWildcard(name)) {
      takeMatching(from, step);
    } else {
      String plain = Glob.unescape(name);
      Path next = from.resolve(plain);
      boolean relative = plain.equals(".") || plain.equals("..");
      boolean hidden = step > firstWildcard && !relative && InputFiles.isHidden(plain);
      if (!hidden && Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        take(next, step + 1);
      }
    }
  }

  private void takeMatching(Path folder, int step) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    PathMatcher matcher = matcher(steps.get(step));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        boolean last = step == steps.size() - 1;
        if (name != null
            && matcher.matches(name)
            && !InputFiles.isHidden(name.toString())
            && (last || Files.isDirectory(entry))) {
          take(entry, step + 1);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Handles a step that may match several levels of folders, together with all steps after it. */
  private void takeBelow(Path folder, int step) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    PathMatcher matcher = matcher(String.join("/", steps.subList(step, steps.size())));
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(path -> !Files.isDirectory(path))
          .filter(path -> isMatch(folder.relativize(path), matcher))
          .forEach(found::add);
    }
  }

  /** Whether a file or a folder that holds it matches. */
  private boolean isMatch(Path path, PathMatcher matcher) {
    for (Path name : path) {
      if (InputFiles.isHidden(name.toString())) {
        return false;
      }
    }
    int most = path.getNameCount() - (foldersOnly ? 1 : 0);
    for (int names = 1; names <= most; names++) {
      if (matcher.matches(path.subpath(0, names))) {
        return true;
      }
    }
    return false;
  }

  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }
}
