package dev.sessionbeam.plan;

import dev.sessionbeam.expression.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads prices from a YAML file: a currency, and a number for each item. */
public final class PricesReader {
  private static final int MOST_BYTES = 1 << 16;
  private static final String CURRENCY = "currency";
  private static final Pattern CURRENCIES = Pattern.compile("[A-Z]{3}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private static final Map<String, Prices.Item> ITEMS = items();

  private final String file;
  private final List<String> faults;
  private final Map<Prices.Item, BigDecimal> values = new EnumMap<>(Prices.Item.class);
  private @Nullable String currency;

  private PricesReader(String file, List<String> faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * Reads a file.
   *
   * @param faults gets all faults of the file, one for each line
   * @return null if there are faults
   * @throws IOException if the file cannot be read
   */
  public static @Nullable Prices read(Path file, List<String> faults) throws IOException {
    PricesReader reader = new PricesReader(file.toString(), faults);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      faults.add(file + " is larger than 64KiB: check that it has prices");
      return null;
    }
    int before = faults.size();
    try {
      reader.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      faults.add(file + " is not UTF-8");
    }
    String currency = reader.currency;
    return faults.size() > before || currency == null ? null : new Prices(currency, reader.values);
  }

  private void read(String yaml) {
    Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      fault(mark == null ? 1 : mark.getLine() + 1, "is not YAML: " + e.getProblem());
      return;
    } catch (YAMLException e) {
      fault(1, "is not YAML: " + e.getMessage());
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      fault(1, "must be a mapping, such as 'currency: USD' and a number for each item");
      return;
    }
    Set<String> names = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      if (!names.add(name)) {
        fault(line, name + " appears twice");
      } else if (tuple.getValueNode() instanceof ScalarNode value) {
        read(name, value.getValue(), line);
      } else {
        fault(line, name + " must be one value");
      }
    }
    if (!names.contains(CURRENCY)) {
      fault(1, "currency is missing: write it like USD");
    }
  }

  private void read(String name, String value, int line) {
    if (name.equals(CURRENCY)) {
      currency = value;
      if (!CURRENCIES.matcher(value).matches()) {
        fault(line, "currency: '" + value + "' is not a currency: write it like USD");
      }
      return;
    }
    Prices.Item item = ITEMS.get(name);
    if (item == null) {
      String nearest = NearestName.to(name, ITEMS.keySet());
      fault(
          line,
          name
              + " is not known"
              + (nearest == null
                  ? "; known are currency, " + String.join(", ", ITEMS.keySet())
                  : "; did you mean " + nearest + "?"));
    } else if (NUMBER.matcher(value).matches()) {
      values.put(item, new BigDecimal(value));
    } else {
      fault(line, name + ": '" + value + "' is not a price: write it like 0.015");
    }
  }

  private static Map<String, Prices.Item> items() {
    Map<String, Prices.Item> items = new LinkedHashMap<>();
    for (Prices.Item item : Prices.Item.values()) {
      items.put(item.name().toLowerCase(Locale.ROOT), item);
    }
    return items;
  }

  private void fault(int line, String message) {
    faults.add(file + ":" + line + ": " + message);
  }
}
