package dev.sessionbeam.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lines of cells, aligned in columns. The last cell of a line may be coloured. */
final class Rows {
  private record Row(List<String> cells, UnaryOperator<String> colour) {}

  private final List<Row> rows = new ArrayList<>();

  /** Adds a line. */
  void add(String... cells) {
    add(UnaryOperator.identity(), cells);
  }

  /** Adds a line whose last cell has a colour. */
  void add(UnaryOperator<String> colour, String... cells) {
    rows.add(new Row(List.of(cells), colour));
  }

  /** Returns the lines, each after an indent. Columns are as wide as their widest cell. */
  List<String> lines(String indent) {
    return rows.stream().map(row -> line(indent, row)).toList();
  }

  private String line(String indent, Row row) {
    StringBuilder line = new StringBuilder(indent);
    int last = row.cells().size() - 1;
    for (int i = 0; i < last; i++) {
      String cell = row.cells().get(i);
      line.append(cell).append(" ".repeat(width(i) - cell.length() + 2));
    }
    return line.append(row.colour().apply(row.cells().get(last))).toString().stripTrailing();
  }

  /** The width of a column. The last cell of a line does not widen it. */
  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.cells().size() - 1)
        .mapToInt(row -> row.cells().get(column).length())
        .max()
        .orElse(0);
  }
}
