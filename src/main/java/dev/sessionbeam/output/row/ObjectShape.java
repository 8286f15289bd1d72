package dev.sessionbeam.output.row;

import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the names of an object say about its columns. It is computed once for all objects with the
 * same names.
 *
 * @param nodes the node of each field, in the order of the object; null for a field without one
 * @param plain whether no name is repeated, each field with a column is written by its canonical
 *     name, and no field has the name that is reserved in the rest
 * @param inOrder whether the fields are in the order in which {@link RowDecoder} writes them by
 *     default
 */
record ObjectShape(List<Field> nodes, boolean plain, boolean inOrder) {
  /** What no column holds comes after the other fields of the record. */
  private static final Comparator<Field> ORDER =
      Comparator.comparing(Field::source)
          .thenComparing(field -> field.node() == null)
          .thenComparingInt(Field::position);

  /**
   * A field of the object.
   *
   * @param node null for a field without columns
   * @param source what adds the field to the line
   * @param position the place among the fields of this source
   */
  record Field(@Nullable ColumnNode node, Source source, int position) {}

  static ObjectShape of(ColumnNode parent, JsonObject object) {
    List<Field> fields = new ArrayList<>();
    boolean plain = object.repeated().isEmpty();
    for (int i = 0; i < object.size(); i++) {
      String name = String.valueOf(object.nameAt(i).asString());
      ColumnNode node = parent.child(name);
      plain &=
          !name.equals(RowEncoder.ORDER)
              && (node == null || node.name().isWrittenAs(object.nameAt(i)));
      fields.add(
          node == null
              ? new Field(null, Source.RECORD, i)
              : new Field(node, node.source(), node.position()));
    }
    return new ObjectShape(fields, plain, fields.equals(fields.stream().sorted(ORDER).toList()));
  }
}
