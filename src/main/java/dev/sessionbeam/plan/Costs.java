package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** What a month costs, by item. */
final class Costs {
  private static final BigDecimal THOUSAND = Numbers.of(1000);
  private static final BigDecimal GIB = Numbers.of(1L << 30);
  private static final BigDecimal DAYS = new BigDecimal("30.417");

  private Costs() {}

  /** Adds the lines: both kinds of stream, everything else, and the sum with the cheaper stream. */
  static void add(
      StreamCosts stream,
      BigDecimal shards,
      BigDecimal slots,
      BigDecimal state,
      OutputFiles files,
      Prices prices,
      PlanLines lines) {
    lines.section("Costs of a month: stream, provisioned");
    Bill provisioned = new Bill(prices, lines);
    stream.addProvisioned(shards, provisioned);
    BigDecimal ofShards = provisioned.addSum("sum", BigDecimal.ZERO, "the items above");
    lines.section("Costs of a month: stream, on demand");
    Bill onDemand = new Bill(prices, lines);
    stream.addOnDemand(onDemand);
    BigDecimal ofDemand = onDemand.addSum("sum", BigDecimal.ZERO, "the items above");
    lines.section("Costs of a month: all");
    boolean cheaper = ofShards.compareTo(ofDemand) <= 0;
    lines.add(
        "on demand or provisioned",
        Quantity.word(cheaper ? "provisioned" : "on demand"),
        "the cheaper one: "
            + Numbers.money(ofShards)
            + " or "
            + Numbers.money(ofDemand)
            + " "
            + prices.currency());
    Bill rest = new Bill(prices, lines);
    addRest(slots, state, files, rest);
    rest.addSum("sum", cheaper ? ofShards : ofDemand, "that stream and the items above");
    Set<String> missing = new TreeSet<>(provisioned.missing());
    missing.addAll(onDemand.missing());
    missing.addAll(rest.missing());
    if (!missing.isEmpty()) {
      lines.warn(
          "the sums lack what has no price: add " + String.join(", ", missing) + " to --prices");
    }
  }

  private static void addRest(BigDecimal slots, BigDecimal state, OutputFiles files, Bill bill) {
    bill.add(
        "Flink",
        Prices.Item.FLINK_SLOT_HOUR,
        Numbers.times(slots, Bill.HOURS),
        Numbers.counted(slots, "slot") + " × 730 h");
    BigDecimal gib = Numbers.over(state, GIB);
    bill.add(
        "state",
        Prices.Item.STATE_GIB_MONTH,
        gib,
        text(state) + " bytes ÷ 1,073,741,824 = " + text(gib) + "GiB");
    addRequests("S3 puts, copies, lists", Prices.Item.S3_THOUSAND_WRITES, files.writes(), bill);
    addRequests("S3 gets, heads", Prices.Item.S3_THOUSAND_READS, files.reads(), bill);
    BigDecimal stored = Numbers.over(files.stored().multiply(DAYS), GIB);
    bill.add(
        "S3, what a month adds",
        Prices.Item.S3_GIB_MONTH,
        stored,
        text(files.stored())
            + " bytes × "
            + text(DAYS)
            + " days ÷ 1,073,741,824 = "
            + text(stored)
            + "GiB");
  }

  private static void addRequests(String name, Prices.Item item, BigDecimal perDay, Bill bill) {
    BigDecimal thousands = Numbers.over(perDay.multiply(DAYS), THOUSAND);
    bill.add(
        name,
        item,
        thousands,
        text(perDay) + " × " + text(DAYS) + " days ÷ 1,000 = " + text(thousands) + " thousand");
  }
}
