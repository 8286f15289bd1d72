package dev.sessionbeam.definition;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.OutputSettings.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code output}: the partition, the format and the columns of results. */
final class OutputSection {
  private static final OutputSettings DEFAULT =
      new OutputSettings(
          Partition.DATE, Format.JSON, Format.JSON.usualCompression(), "date", "hour", List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final OutputSettings settings;
  private final Map<DeclaredColumn, YamlNode> columns;

  private OutputSection(OutputSettings settings, Map<DeclaredColumn, YamlNode> columns) {
    this.settings = settings;
    this.columns = columns;
  }

  /**
   * Reads the section.
   *
   * @param node null for a definition without this section: by date, as JSON lines, with gzip
   */
  static OutputSection read(@Nullable YamlNode node) {
    YamlMap output =
        node == null
            ? null
            : node.map(
                "partition",
                "format",
                "compression",
                OutputSettings.DATE_NAME,
                OutputSettings.HOUR_NAME,
                "columns");
    if (output == null) {
      return new OutputSection(DEFAULT, Map.of());
    }
    Partition partition = oneOf(Partition.class, output.get("partition"), DEFAULT.partition());
    Format format = oneOf(Format.class, output.get("format"), DEFAULT.format());
    YamlNode hourNode = output.get(OutputSettings.HOUR_NAME);
    if (hourNode != null && partition != Partition.HOUR) {
      hourNode.fault("has no meaning without partition: hour");
    }
    String date = name(output.get(OutputSettings.DATE_NAME), DEFAULT.dateName());
    String hour = name(hourNode, DEFAULT.hourName());
    if (hourNode != null && date.equalsIgnoreCase(hour)) {
      hourNode.fault("the partitions by date and by hour need names of their own");
    }
    Codec codec = oneOf(Codec.class, output.get("compression"), format.usualCompression());
    YamlNode columnsNode = output.get("columns");
    Map<DeclaredColumn, YamlNode> columns =
        columnsNode == null ? Map.of() : ColumnsSection.read(columnsNode);
    return new OutputSection(
        new OutputSettings(partition, format, codec, date, hour, List.copyOf(columns.keySet())),
        columns);
  }

  OutputSettings settings() {
    return settings;
  }

  /** Returns each declared column with the node that declares it, in the order written. */
  Map<DeclaredColumn, YamlNode> columns() {
    return columns;
  }

  private static String name(@Nullable YamlNode node, String fallback) {
    String name = node == null ? null : node.text();
    if (node == null || name == null) {
      return fallback;
    }
    if (!NAME.matcher(name).matches()) {
      node.fault("must have only letters, digits and _, and must not begin with a digit");
    } else if (OutputSettings.SESSION_FIELDS.stream().anyMatch(name::equalsIgnoreCase)) {
      node.fault("'" + name + "' is a field of every event in the output: choose another name");
    }
    return name;
  }

  /** Returns an enum constant as it is written in a definition. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, @Nullable YamlNode node, E fallback) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(OutputSection::text).toList();
    String name = node == null ? null : node.oneOf(names);
    return name == null ? fallback : Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }
}
