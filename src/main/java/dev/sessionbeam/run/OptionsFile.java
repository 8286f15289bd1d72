package dev.sessionbeam.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads flags from a YAML file. */
final class OptionsFile {
  private static final int MOST_BYTES = 1 << 20;

  private OptionsFile() {}

  /**
   * Returns the value of each flag in a file, as text; the items of a list are separated by commas.
   * A flag without a value has an empty text.
   *
   * @throws UsageException if the file cannot be read, or is not a map of flags
   */
  static Map<String, String> read(Path file) throws UsageException {
    Optional<String> fault = PathFlags.fault("--options", file.toString());
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new UsageException(
          "--options: cannot read " + file + ": " + RunPlan.describe(file.toString(), e));
    }
    if (bytes.length > MOST_BYTES) {
      throw new UsageException("--options: " + file + " is larger than 1 MiB");
    }
    try {
      return read(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          file.toString());
    } catch (CharacterCodingException e) {
      throw new UsageException("--options: " + file + " is not UTF-8");
    }
  }

  /**
   * Returns the value of each flag in a YAML text.
   *
   * @param name names the text in messages
   */
  static Map<String, String> read(String yaml, String name) throws UsageException {
    Map<String, Object> values;
    try {
      values = new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      if (isWithoutContent(yaml)) {
        return Map.of();
      }
      throw new UsageException(
          "--options: " + name + line(e) + " is not a YAML map of flags, such as 'parallelism: 4'");
    }
    Map<String, String> flags = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    if (values != null) {
      values.forEach(
          (flag, value) -> {
            if (value instanceof Map || (value instanceof Collection<?> list && isNested(list))) {
              faults.add("--options: " + name + ": " + flag + " must be one value or a list");
            } else {
              flags.put(flag, text(value));
            }
          });
    }
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    return flags;
  }

  private static boolean isNested(Collection<?> list) {
    return list.stream().anyMatch(item -> item instanceof Map || item instanceof Collection);
  }

  private static String text(@Nullable Object value) {
    return value instanceof Collection<?> list
        ? InputNames.join(list.stream().map(OptionsFile::text).toList())
        : value == null ? "" : value.toString();
  }

  private static boolean isWithoutContent(String yaml) {
    return yaml.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : ", line " + e.getLocation().getLineNr() + ":";
  }
}
