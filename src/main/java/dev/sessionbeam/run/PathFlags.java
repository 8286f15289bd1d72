package dev.sessionbeam.run;

import dev.sessionbeam.io.s3.S3Location;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Checks the paths that flags name, before anything uses them: an empty path would be the current
 * folder or the root of the disk, and a mistyped scheme would be a folder of that name.
 */
public final class PathFlags {
  /** A scheme with two slashes; with one slash, only those that are certainly no folder. */
  private static final Pattern SCHEME =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]+)://+(.*)|(s3|s3a|s3n|file):/?(.*)", Pattern.DOTALL);

  private final List<String> faults = new ArrayList<>();

  private PathFlags() {}

  /**
   * Checks every path of a run.
   *
   * @throws UsageException with all faults
   */
  static void check(PipelineOptions options) throws UsageException {
    PathFlags paths = new PathFlags();
    paths.local("--definition", options.as(InputOptions.class).getDefinition());
    List<String> inputs = options.as(InputOptions.class).getInput();
    if (inputs != null) {
      inputs.forEach(input -> paths.input(input, inputs.size()));
    }
    paths.localOrS3("--output", options.as(OutputOptions.class).getOutput());
    StreamOptions stream = options.as(StreamOptions.class);
    paths.localOrS3("--archive", stream.getArchive());
    paths.local("--checkpoints", stream.getCheckpoints());
    paths.localOrS3("--routes", options.as(DeliverOptions.class).getRoutes());
    if (!paths.faults.isEmpty()) {
      throw new UsageException(paths.faults);
    }
  }

  /**
   * What is wrong with a path that must be on the local disk; empty if nothing is.
   *
   * @param flag the flag that names it, such as {@code --options}
   */
  public static Optional<String> fault(String flag, String path) {
    PathFlags paths = new PathFlags();
    paths.local(flag, path);
    return paths.faults.stream().findFirst();
  }

  /**
   * What is wrong with a path that may be on the local disk or on S3; empty if nothing is.
   *
   * @param flag the flag that names it, such as {@code --routes}
   */
  public static Optional<String> faultOnDiskOrS3(String flag, String path) {
    PathFlags paths = new PathFlags();
    paths.localOrS3(flag, path);
    return paths.faults.stream().findFirst();
  }

  private void input(String name, int inputs) {
    if (name.isBlank() && inputs > 1) {
      faults.add("--input has an empty name beside a comma: remove the comma, or name something");
    } else {
      localOrS3("--input", name);
    }
  }

  private void local(String flag, @Nullable String name) {
    // A path has one slash where a name in S3 has two.
    if (name != null && name.startsWith("s3:/")) {
      faults.add(flag + ": " + name + " must be a path on the local disk");
    } else {
      localOrS3(flag, name);
    }
  }

  private void localOrS3(String flag, @Nullable String name) {
    if (name == null || (S3Location.isS3(name) && name.indexOf('\0') < 0)) {
      return;
    }
    if (name.isBlank()) {
      faults.add(RunArguments.empty(flag));
      return;
    }
    Matcher scheme = SCHEME.matcher(name);
    if (scheme.matches()) {
      faults.add(flag + ": " + ofScheme(name, scheme));
    } else if (name.equals("~") || name.startsWith("~/")) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s: the shell did not replace the ~ of %s by your home folder: write $HOME%s, or ./%s",
              flag,
              name,
              name.substring(1),
              name));
    } else {
      try {
        var unused = Path.of(name);
      } catch (InvalidPathException e) {
        faults.add(flag + ": " + describe(e));
      }
    }
  }

  private static String ofScheme(String name, Matcher matcher) {
    boolean twoSlashes = matcher.group(1) != null;
    String scheme = (twoSlashes ? matcher.group(1) : matcher.group(3)).toLowerCase(Locale.ROOT);
    String rest = (twoSlashes ? matcher.group(2) : matcher.group(4)).replaceFirst("^/+", "");
    return switch (scheme) {
      case "s3", "s3a", "s3n" -> name + " is not a name in S3: write s3://" + rest;
      case "file" -> name + " is a URL: write the path, /" + rest;
      default ->
          name
              + ": "
              + scheme
              + ":// is not supported: give a path on the disk, or s3://bucket/folder";
    };
  }

  /** Describes a name that is not a path, without the bytes that cannot be shown. */
  public static String describe(InvalidPathException e) {
    String name = e.getInput().replace("\0", "\\0");
    if (e.getInput().indexOf('\0') >= 0) {
      return name + " is not a path: a path has no NUL character (\\0)";
    }
    return name
        + " is not a path in the encoding of this locale, "
        + System.getProperty("sun.jnu.encoding")
        + ": choose another one, for example by: export LC_ALL=C.UTF-8";
  }
}
