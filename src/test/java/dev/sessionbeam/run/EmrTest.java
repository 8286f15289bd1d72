package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.FlinkApplication;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of {@code runners/emr}, as far as they can be checked without EMR and YARN. */
class EmrTest {
  private static final Path FILES = Path.of("runners/emr");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of Flink's client of YARN, and of its scripts. */
  private static final List<String> NOT_OF_FLINK_CORE =
      List.of("yarn.", "containerized.", "env.java.home");

  /** What a cluster of EMR has, and one of the tests has not, or has in another size. */
  private static final Set<String> OTHER_VALUES =
      Set.of("jobmanager.memory.process.size", "taskmanager.memory.process.size");

  @TempDir private Path folder;

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (JsonNode part : JSON.readTree(FILES.resolve("configurations.json").toFile())) {
      if (part.path("Classification").asText().equals("flink-conf")) {
        part.path("Properties")
            .fields()
            .forEachRemaining(one -> settings.put(one.getKey(), one.getValue().asText()));
      }
    }
    return settings;
  }

  /** The keys of all options that Flink's core has. */
  private static Set<String> keysOfFlink() throws Exception {
    Set<String> keys = new TreeSet<>();
    URL url = CoreOptions.class.getResource("CoreOptions.class");
    try (JarFile jar =
        new JarFile(((JarURLConnection) url.openConnection()).getJarFile().getName())) {
      List<String> names =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.matches("org/apache/flink/configuration/\\w+Options\\.class"))
              .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
              .toList();
      for (String name : names) {
        addKeys(Class.forName(name), keys);
      }
    }
    addKeys(ExecutionCheckpointingOptions.class, keys);
    addKeys(JobResultStoreOptions.class, keys);
    return keys;
  }

  private static void addKeys(Class<?> options, Set<String> keys) throws IllegalAccessException {
    for (Field field : options.getFields()) {
      if (field.getType() == ConfigOption.class) {
        keys.add(((ConfigOption<?>) field.get(null)).key());
      }
    }
  }

  @Test
  void eachSettingIsOneOfFlink() throws Exception {
    List<String> unknown = new ArrayList<>(settings().keySet());
    unknown.removeIf(key -> NOT_OF_FLINK_CORE.stream().anyMatch(key::startsWith));
    assertThat(unknown.isEmpty(), is(false));
    unknown.removeAll(keysOfFlink());
    assertThat(unknown, is(empty()));
  }

  @Test
  void theSettingsAreThoseOfTheClusterThatIsTested() throws IOException {
    Map<String, String> settings = settings();
    List<String> different = new ArrayList<>();
    for (String file : List.of("config.yaml", "application.yaml")) {
      String yaml = Files.readString(Path.of("runners/flink-cluster/conf", file));
      Map<String, Object> tested = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      tested.forEach(
          (key, value) -> {
            String here = settings.get(key);
            if (here != null && !here.equals(value.toString()) && !OTHER_VALUES.contains(key)) {
              different.add(key + " is " + here + ", and " + value + " in " + file);
            }
          });
    }
    assertThat(different, is(empty()));
  }

  private static List<String> arguments() throws IOException {
    JsonNode steps = JSON.readTree(FILES.resolve("step.json").toFile());
    assertThat(steps.size(), is(1));
    assertThat(steps.path(0).path("Jar").asText(), is("command-runner.jar"));
    List<String> arguments = new ArrayList<>();
    steps.path(0).path("Args").forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }

  @Test
  void runAcceptsTheFlagsOfTheStep() throws Exception {
    List<String> arguments = arguments();
    int jar = arguments.indexOf("sessionbeam.jar");
    assertThat(arguments.subList(jar - 2, jar), contains("-c", FlinkApplication.class.getName()));
    Map<String, String> flags = new LinkedHashMap<>();
    for (String flag : arguments.subList(jar + 1, arguments.size())) {
      String[] parts = flag.substring(2).split("=", 2);
      flags.put(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    PipelineOptions options = RunArguments.options(flags, null);
    List<String> faults = new ArrayList<>();
    FlagModes.check(options, faults);
    assertThat(faults, is(empty()));
  }

  /** In a real shell. In place of {@code aws} and {@code flink}, two scripts say what they got. */
  @Test
  void theStepCopiesTheVersionAndHandsTheArgumentsOnAsTheyAre() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path seen = folder.resolve("seen");
    for (String tool : List.of("aws", "flink")) {
      Path script = tools.resolve(tool);
      Files.writeString(
          script,
          "#!/bin/sh\nfor word in "
              + tool
              + " \"$@\"; do echo \"$word\" >> '"
              + seen
              + "'; done\n");
      assertThat(script.toFile().setExecutable(true), is(true));
    }
    List<String> command = new ArrayList<>(arguments());
    command.add("--jobName=two words; $HOME");
    ProcessBuilder step = new ProcessBuilder(command).redirectErrorStream(true);
    step.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    Process process = step.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(printed, process.waitFor(), is(0));

    List<String> expected =
        new ArrayList<>(
            List.of(
                "aws",
                "s3",
                "cp",
                "--no-progress",
                "--recursive",
                "s3://BUCKET/config/VERSION/",
                ".",
                "flink",
                "run-application"));
    expected.addAll(command.subList(command.indexOf("-t"), command.size()));
    assertThat(Files.readAllLines(seen), is(expected));
    assertThat(expected.stream().filter("-t"::equals).toList(), hasSize(1));
  }
}
