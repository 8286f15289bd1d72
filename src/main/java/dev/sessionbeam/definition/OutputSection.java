package dev.sessionbeam.definition;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code output}: the partition and the compression of results. */
final class OutputSection {
  /** The settings of a definition without this section: by date, with gzip. */
  static final OutputSettings DEFAULT = new OutputSettings(Partition.DATE, Codec.GZIP);

  private OutputSection() {}

  static OutputSettings read(YamlNode node) {
    YamlMap output = node.map("partition", "compression");
    return output == null
        ? DEFAULT
        : new OutputSettings(
            oneOf(Partition.class, output.get("partition"), DEFAULT.partition()),
            oneOf(Codec.class, output.get("compression"), DEFAULT.compression()));
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
