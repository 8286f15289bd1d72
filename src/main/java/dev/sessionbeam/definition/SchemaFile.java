package dev.sessionbeam.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the file with the JSON Schema that a definition names. */
final class SchemaFile {
  private SchemaFile() {}

  static ValidationCheck.@Nullable Schema read(YamlNode node, Path folder) {
    String name = node.text();
    Path file = name == null ? null : file(name, folder, node);
    if (name == null || file == null) {
      return null;
    }
    try {
      String json = Files.readString(file);
      JsonNode schema = Json.tree(json);
      if (!schema.isObject() && !schema.isBoolean()) {
        node.fault("is not a JSON Schema: " + file + " must hold an object");
        return null;
      }
      List<String> faults = SchemaCompiler.faults(schema);
      faults.forEach(fault -> node.fault("is not a JSON Schema: " + file + ": " + fault));
      return faults.isEmpty() ? new ValidationCheck.Schema(name, json) : null;
    } catch (CharacterCodingException e) {
      node.fault("is not a JSON Schema: " + file + " is not UTF-8");
    } catch (JsonProcessingException e) {
      node.fault(
          String.format(
              Locale.ROOT,
              "is not JSON: %s, line %d: %s",
              file,
              e.getLocation().getLineNr(),
              e.getOriginalMessage()));
    } catch (IOException e) {
      node.fault("cannot be read: " + file + ": " + FileFaults.describe(file.toString(), e));
    }
    return null;
  }

  private static @Nullable Path file(String name, Path folder, YamlNode node) {
    Path file;
    try {
      file = folder.resolve(name);
    } catch (InvalidPathException e) {
      node.fault("is not a file name: " + e.getReason());
      return null;
    }
    if (!Files.isRegularFile(file)) {
      node.fault("there is no file " + file);
      return null;
    }
    return file;
  }
}
