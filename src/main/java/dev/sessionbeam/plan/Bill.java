package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Adds up items of a month. An item without a price is named, and is missing in the sum. */
final class Bill {
  /** Hours of a month, for all items. */
  static final BigDecimal HOURS = Numbers.of(730);

  /** Seconds of these hours. */
  static final BigDecimal SECONDS = Numbers.of(730 * 3600L);

  private final Prices prices;
  private final PlanLines lines;
  private final Set<String> missing = new TreeSet<>();
  private BigDecimal sum = BigDecimal.ZERO;

  Bill(Prices prices, PlanLines lines) {
    this.prices = prices;
    this.lines = lines;
  }

  /**
   * Adds an item and its line.
   *
   * @param quantity how many of what has the price
   * @param quantityFrom how the quantity is computed
   */
  void add(String name, Prices.Item item, BigDecimal quantity, String quantityFrom) {
    Optional<BigDecimal> price = prices.of(item);
    String key = item.name().toLowerCase(Locale.ROOT);
    if (price.isEmpty()) {
      missing.add(key);
      lines.add(name, Quantity.word("no price"), quantityFrom + "; the file has no " + key);
      return;
    }
    BigDecimal cost = Numbers.cents(quantity.multiply(price.get()));
    sum = sum.add(cost);
    lines.add(
        name,
        Quantity.money(cost, prices.currency()),
        quantityFrom + " × " + text(price.get()) + " " + prices.currency());
  }

  /** Adds the line of the sum, and returns the sum. */
  BigDecimal addSum(String name, BigDecimal more, String from) {
    BigDecimal all = sum.add(more);
    lines.add(name, Quantity.money(all, prices.currency()), from);
    return all;
  }

  /** Returns the names of prices that were needed and are not in the file, sorted. */
  Set<String> missing() {
    return missing;
  }
}
