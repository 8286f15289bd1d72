package dev.sessionbeam.io.file;

import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.s3.S3Faults;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Finds the files that an {@code --input} names: a file, a folder with everything below it, or a
 * glob. Below a folder, names that begin with a dot or an underscore are skipped, as most tools do:
 * such files are temporary, or are not data.
 */
public final class InputFiles {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+://.*");

  /** What a name has in place of bytes that are not text in the encoding of the locale. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private InputFiles() {}

  /**
   * Returns the files of all inputs, sorted by name, each once. Files on the local disk are told by
   * their first bytes; of files in other places, only names and sizes are known.
   *
   * @throws InvalidInputException if an input is missing or cannot be read, or if files are not
   *     lines. The message may have several lines
   */
  public static List<InputFile> find(List<String> inputs) throws InvalidInputException {
    return FileHeads.onDisk().read(list(inputs));
  }

  /**
   * Returns the same, but files on S3 are told by their first bytes as well.
   *
   * @param options how S3 is reached
   * @param unwraps whether a record may hold many. Then a file may also be a JSON array
   */
  public static List<InputFile> find(List<String> inputs, PipelineOptions options, boolean unwraps)
      throws InvalidInputException {
    return FileHeads.with(options, unwraps).read(list(inputs));
  }

  private static List<InputFile> list(List<String> inputs) throws InvalidInputException {
    TreeMap<String, InputFile> found = new TreeMap<>();
    for (String input : inputs) {
      for (InputFile file : list(input)) {
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
      return Glob.isGlob(input) || files.stream().anyMatch(file -> file.name().equals(input))
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

  private static List<InputFile> list(String input) throws InvalidInputException {
    try {
      if (SCHEME.matcher(input).matches()) {
        return inFileSystem(input);
      }
      Path path = Path.of(input);
      return Files.exists(path) || !Glob.isGlob(input) ? onDisk(path) : onDiskByGlob(input);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(input + " does not exist");
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      throw new InvalidInputException("cannot read " + input + ": " + describe(input, e));
    }
  }

  private static String describe(String input, Exception e) {
    Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
    if (cause instanceof FileSystemLoopException loop) {
      return loop.getFile() + " is a symbolic link to a folder that holds it";
    }
    return S3Faults.describe(e)
        .orElseGet(
            () ->
                cause instanceof IOException io
                    ? FileFaults.describe(input, io)
                    : String.valueOf(e.getMessage()));
  }

  private static List<InputFile> onDisk(Path path) throws IOException, InvalidInputException {
    return Files.isDirectory(path) ? below(path) : List.of(readable(path));
  }

  private static List<InputFile> onDiskByGlob(String glob)
      throws IOException, InvalidInputException {
    List<InputFile> files = new ArrayList<>();
    for (String name : Glob.expand(glob)) {
      for (Path path : LocalGlob.match(name)) {
        files.addAll(onDisk(path));
      }
    }
    return requireSome(files, glob);
  }

  private static List<InputFile> inFileSystem(String input)
      throws IOException, InvalidInputException {
    return requireSome(objects(input), input);
  }

  /** Returns the files of an input in a Beam file system; no files if there are none. */
  static List<InputFile> objects(String input) throws IOException, InvalidInputException {
    List<InputFile> files = new ArrayList<>();
    for (String name : Glob.expand(input)) {
      files.addAll(matching(Glob.hasWildcard(name) ? name : Glob.unescape(name)));
    }
    return files;
  }

  private static List<InputFile> requireSome(List<InputFile> files, String input)
      throws FileNotFoundException {
    if (files.isEmpty()) {
      throw new FileNotFoundException(input);
    }
    return files;
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
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(path + " does not exist");
    }
    if (!attributes.isRegularFile()) {
      throw new InvalidInputException(path + " is neither a file nor a folder");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    return new InputFile(name(path.toAbsolutePath().normalize()), attributes.size());
  }

  /** The name of a file as text, from which the file is opened later. */
  private static String name(Path path) throws InvalidInputException {
    String name = path.toString();
    if (name.indexOf(REPLACEMENT) >= 0 && !isNameOf(path, name)) {
      String encoding = String.valueOf(System.getProperty("sun.jnu.encoding"));
      throw new InvalidInputException(
          name
              + " has a name that is not "
              + encoding
              + ", the encoding of this locale: rename it, or choose its locale, for example by:"
              + " export LC_ALL=C.UTF-8");
    }
    return name;
  }

  private static boolean isNameOf(Path path, String name) {
    try {
      return Path.of(name).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Finds the files of a pattern or a folder in a Beam file system. A name without a wildcard is
   * looked up as a file only if there is no such folder: a user who may read a folder of S3 may
   * lack the right to ask for the folder's own name.
   */
  private static List<InputFile> matching(String input) throws IOException {
    String folder = withSlash(input);
    List<InputFile> files = new ArrayList<>(match(folder + "**"));
    if (!input.endsWith("/") && (files.isEmpty() || Glob.isGlob(input))) {
      files.addAll(match(input));
    }
    return files;
  }

  private static List<InputFile> match(String pattern) throws IOException {
    MatchResult matched = FileSystems.match(pattern, EmptyMatchTreatment.ALLOW);
    int literal = literalPrefix(pattern);
    return matched.metadata().stream()
        .filter(file -> !isFolder(file) && isData(file.resourceId().toString(), literal))
        .map(
            file ->
                new InputFile(
                    file.resourceId().toString(), file.sizeBytes(), file.lastModifiedMillis()))
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
      if (isHidden(part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file or folder of this name is not data. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
