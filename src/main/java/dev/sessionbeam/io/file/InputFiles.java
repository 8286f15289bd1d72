package dev.sessionbeam.io.file;

import dev.sessionbeam.io.s3.S3Faults;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/**
 * Finds the files that an {@code --input} names: a file, a folder with everything below it, or a
 * glob. Below a folder, names that begin with a dot or an underscore are skipped, as most tools do:
 * such files are temporary, or are not data.
 */
public final class InputFiles {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+://.*");
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private InputFiles() {}

  /**
   * Returns the files of all inputs, sorted by name, each once.
   *
   * @throws InvalidInputException if an input is missing or cannot be read
   */
  public static List<InputFile> find(List<String> inputs) throws InvalidInputException {
    TreeMap<String, InputFile> found = new TreeMap<>();
    for (String input : inputs) {
      for (InputFile file : find(input)) {
        found.put(file.name(), file);
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * Returns the folder of a single input, with a slash at its end: the input itself if it is a
   * folder, else the folder that contains it. The names of all its files begin with this folder. If
   * the input is moved to another folder, only this part of the names changes. Returns an empty
   * string for several inputs, or if a name does not begin with the folder.
   *
   * @param files the files that {@link #find} returned
   */
  public static String folder(List<String> inputs, List<InputFile> files) {
    String folder = inputs.size() == 1 ? folder(inputs.get(0), files) : "";
    return files.stream().allMatch(file -> file.name().startsWith(folder)) ? folder : "";
  }

  private static String folder(String input, List<InputFile> files) {
    if (SCHEME.matcher(input).matches()) {
      boolean pattern = WILDCARD.matcher(input).find();
      return pattern || files.stream().anyMatch(file -> file.name().equals(input))
          ? input.substring(0, literalPrefix(input))
          : withSlash(input);
    }
    Path path = Path.of(input).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return withSlash(path.toString());
    }
    return Files.exists(path)
        ? withSlash(path.resolveSibling(".").normalize().toString())
        : path.toString().substring(0, literalPrefix(path.toString()));
  }

  private static String withSlash(String folder) {
    return folder.endsWith("/") ? folder : folder + "/";
  }

  private static List<InputFile> find(String input) throws InvalidInputException {
    try {
      Path path = SCHEME.matcher(input).matches() ? null : Path.of(input);
      if (path == null) {
        return matching(input);
      }
      if (Files.isDirectory(path)) {
        return below(path);
      }
      if (Files.exists(path) || !WILDCARD.matcher(input).find()) {
        return List.of(readable(path));
      }
      return matching(input);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(input + " does not exist");
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      String why = S3Faults.describe(e).orElse(String.valueOf(e.getMessage()));
      throw new InvalidInputException("cannot read " + input + ": " + why);
    }
  }

  private static List<InputFile> below(Path folder) throws IOException, InvalidInputException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      paths =
          walk.filter(path -> !Files.isDirectory(path))
              .filter(path -> isData(folder.relativize(path).toString()))
              .toList();
    }
    List<InputFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(readable(path));
    }
    return files;
  }

  private static InputFile readable(Path path) throws IOException, InvalidInputException {
    if (!Files.exists(path)) {
      throw new InvalidInputException(path + " does not exist");
    }
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(path + " is neither a file nor a folder");
    }
    if (!Files.isReadable(path)) {
      throw new InvalidInputException(path + " cannot be read: permission denied");
    }
    return new InputFile(path.toAbsolutePath().normalize().toString(), Files.size(path));
  }

  /**
   * Finds the files of a pattern or a folder in a Beam file system. A name without a wildcard is
   * looked up as a file only if there is no such folder: a user who may read a folder of S3 may
   * lack the right to ask for the folder's own name.
   */
  private static List<InputFile> matching(String input) throws IOException {
    String folder = withSlash(input);
    List<InputFile> files = new ArrayList<>(match(folder + "**"));
    if (!input.endsWith("/") && (files.isEmpty() || WILDCARD.matcher(input).find())) {
      files.addAll(match(input));
    }
    if (files.isEmpty()) {
      throw new FileNotFoundException(input);
    }
    return files;
  }

  private static List<InputFile> match(String pattern) throws IOException {
    MatchResult matched = FileSystems.match(pattern, EmptyMatchTreatment.ALLOW);
    int literal = literalPrefix(pattern);
    return matched.metadata().stream()
        .filter(file -> !isFolder(file) && isData(file.resourceId().toString(), literal))
        .map(file -> new InputFile(file.resourceId().toString(), file.sizeBytes()))
        .toList();
  }

  /** An object store has no folders, but some tools put objects in their place. */
  private static boolean isFolder(MatchResult.Metadata file) {
    return file.resourceId().toString().endsWith("/");
  }

  /** The length of the beginning of a pattern that names a folder without a wildcard. */
  private static int literalPrefix(String pattern) {
    var wildcard = WILDCARD.matcher(pattern);
    int end = wildcard.find() ? wildcard.start() : pattern.length();
    return pattern.lastIndexOf('/', end) + 1;
  }

  private static boolean isData(String name, int from) {
    return from >= name.length() || isData(name.substring(from));
  }

  private static boolean isData(String relative) {
    for (String part : relative.split("[/\\\\]", -1)) {
      if (part.startsWith(".") || part.startsWith("_")) {
        return false;
      }
    }
    return true;
  }
}
