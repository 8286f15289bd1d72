package dev.sessionbeam.definition;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code output}: the partition and the compression of results. */
final class OutputSection {
  /** The settings of a definition without this section: by date, with gzip. */
  static final OutputSettings DEFAULT =
      new OutputSettings(Partition.DATE, Codec.GZIP, "date", "hour");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private OutputSection() {}

  static OutputSettings read(YamlNode node) {
    YamlMap output =
        node.map("partition", "compression", OutputSettings.DATE_NAME, OutputSettings.HOUR_NAME);
    if (output == null) {
      return DEFAULT;
    }
    Partition partition = oneOf(Partition.class, output.get("partition"), DEFAULT.partition());
    YamlNode hourNode = output.get(OutputSettings.HOUR_NAME);
    if (hourNode != null && partition != Partition.HOUR) {
      hourNode.fault("has no meaning without partition: hour");
    }
    String date = name(output.get(OutputSettings.DATE_NAME), DEFAULT.dateName());
    String hour = name(hourNode, DEFAULT.hourName());
    if (hourNode != null && date.equalsIgnoreCase(hour)) {
      hourNode.fault("the partitions by date and by hour need names of their own");
    }
    return new OutputSettings(
        partition,
        oneOf(Codec.class, output.get("compression"), DEFAULT.compression()),
        date,
        hour);
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
