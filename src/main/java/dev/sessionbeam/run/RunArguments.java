package dev.sessionbeam.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sessionbeam.io.s3.S3ClientFactory;
import dev.sessionbeam.io.s3.S3StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns flags into Beam's options: first what the runner needs, then the options file, then the
 * flags of the command line. The last value of a flag counts.
 */
public final class RunArguments {
  private static final String DEFAULT_RUNNER = "FlinkRunner";

  private static final Map<String, String> RUNNER_FOLDERS =
      Map.of("FlinkRunner", "flink-local", "DirectRunner", "direct");

  /**
   * The size of the buffer, in bytes, that each open file on S3 needs. Beam's writers have up to 20
   * files open in each slot. With Beam's default of 64 MiB, they would need more than a gigabyte.
   */
  private static final int S3_PART_BYTES = 8 << 20;

  private static final String CLUSTER_FOLDER = "flink-cluster";

  private static final Pattern UNKNOWN =
      Pattern.compile(".*missing a property named '([^']*)'\\.(?: Did you mean '([^']*)'\\?)?.*");

  private RunArguments() {}

  /**
   * Turns flags into Beam's options.
   *
   * @param flags the value of each flag, by its name without the dashes
   * @param file an options file in YAML, or null
   * @throws UsageException if a flag or a line of the file is not valid
   */
  public static PipelineOptions options(Map<String, String> flags, @Nullable Path file)
      throws UsageException, IOException {
    Map<String, String> given = new LinkedHashMap<>();
    if (file != null) {
      given.putAll(read(readFile(file), file.toString()));
    }
    given.putAll(flags);
    requireValues(given);
    Map<String, String> all = new LinkedHashMap<>(ofRunner(given));
    all.putAll(ofS3(given));
    all.putAll(given);
    if (!all.containsKey("stream")
        && all.values().stream().noneMatch(value -> value.contains("s3://"))) {
      // Beam asks AWS for a region at its start. Outside AWS, that is a search on the network for
      // nothing.
      System.setProperty("aws.disableEc2Metadata", "true");
    }
    return parse(all);
  }

  private static void requireValues(Map<String, String> given) throws UsageException {
    List<String> faults =
        given.entrySet().stream()
            .filter(flag -> flag.getValue().isBlank())
            .map(flag -> empty("--" + flag.getKey()))
            .toList();
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
  }

  /** The fault of a flag without a value. */
  static String empty(String flag) {
    return flag + " is empty: give it a value; was a variable in the command not set?";
  }

  /** What Beam's S3 file system needs in addition. */
  private static Map<String, String> ofS3(Map<String, String> given) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("s3ClientFactoryClass", S3ClientFactory.class.getName());
    flags.put("s3UploadBufferSizeBytes", String.valueOf(S3_PART_BYTES));
    if (given.containsKey("SSEKMSKeyId")) {
      flags.put("SSEAlgorithm", "aws:kms");
    }
    return flags;
  }

  /**
   * The options that this program brings for the runner; none for a runner that it has none for.
   */
  private static Map<String, String> ofRunner(Map<String, String> given)
      throws UsageException, IOException {
    String runner = given.getOrDefault("runner", DEFAULT_RUNNER);
    String master = given.get("flinkMaster");
    boolean cluster = master != null && FlinkCluster.isAddress(master);
    String folder =
        cluster && runner.equals(DEFAULT_RUNNER) ? CLUSTER_FOLDER : RUNNER_FOLDERS.get(runner);
    if (folder == null) {
      return Map.of();
    }
    Map<String, String> flags = new LinkedHashMap<>(builtIn(folder + "/options.yaml"));
    if ("true".equals(given.get("streaming"))) {
      flags.putAll(builtIn(folder + "/streaming.yaml"));
    }
    return flags;
  }

  private static Map<String, String> builtIn(String name) throws UsageException, IOException {
    try (InputStream in = RunArguments.class.getResourceAsStream("/runners/" + name)) {
      return in == null
          ? Map.of()
          : read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    }
  }

  private static String readFile(Path file) throws UsageException, IOException {
    Optional<String> fault = PathFlags.fault("--options", file.toString());
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UsageException("--options: " + file + " is not a YAML file in UTF-8");
    } catch (IOException e) {
      throw new UsageException("--options: cannot read " + file + ": " + RunPlan.describe(e));
    }
  }

  private static Map<String, String> read(String yaml, String name) throws UsageException {
    try {
      Map<String, String> flags = new LinkedHashMap<>();
      Map<String, Object> values =
          new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
      if (values == null) {
        return flags;
      }
      values.forEach((option, value) -> flags.put(option, text(value)));
      return flags;
    } catch (MismatchedInputException e) {
      throw new UsageException(
          "--options: " + name + " is not a YAML map of options: write lines like output: out/");
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--options: "
              + name
              + " is not YAML: line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  /** The text of a flag that has this value. */
  private static String text(@Nullable Object value) {
    return value instanceof List<?> values
        ? InputNames.join(values.stream().map(RunArguments::text).toList())
        : Objects.toString(value, "");
  }

  private static PipelineOptions parse(Map<String, String> flags) throws UsageException {
    PipelineOptionsFactory.register(InputOptions.class);
    PipelineOptionsFactory.register(OutputOptions.class);
    PipelineOptionsFactory.register(StreamOptions.class);
    PipelineOptionsFactory.register(S3StorageOptions.class);
    Map<String, String> known = new LinkedHashMap<>(flags);
    // Beam would also split it at commas that belong to names.
    String input = known.remove("input");
    List<String> faults = new ArrayList<>();
    while (true) {
      try {
        PipelineOptions options = PipelineOptionsFactory.fromArgs(arguments(known)).create();
        if (!faults.isEmpty()) {
          throw new UsageException(faults);
        }
        if (input != null) {
          options.as(InputOptions.class).setInput(InputNames.split(input));
        }
        return options;
      } catch (IllegalArgumentException e) {
        // Beam stops at the first fault; the user should see all of them.
        String message = String.valueOf(e.getMessage()).replace('\n', ' ');
        Matcher unknown = UNKNOWN.matcher(message);
        boolean dropped = unknown.matches() && known.remove(unknown.group(1)) != null;
        faults.add(dropped ? unknownFlag(unknown.group(1), unknown.group(2)) : message);
        if (!dropped) {
          throw new UsageException(faults);
        }
      }
    }
  }

  private static String[] arguments(Map<String, String> flags) {
    return flags.entrySet().stream()
        .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
        .toArray(String[]::new);
  }

  private static String unknownFlag(String name, @Nullable String nearest) {
    return "unknown flag --" + name + (nearest == null ? "" : "; did you mean --" + nearest + "?");
  }
}
