package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import org.assertj.core.api.SoftAssertions;

/** A conversion table of the specification: checks a whole row and reports every cell that is wrong. */
final class Table {

    /** Reads the value under test as a type. */
    interface Reader {
        /** The value as the type; throws what the accessor throws. */
        Object readAs(ValueType type) throws JMSException;
    }

    private Table() {}

    /** Checks what a value that was set as {@code row} can be read as, for each column. */
    static void checkRow(ValueType row, Iterable<ValueType> columns, Reader reader) {
        checkRow(row, row.example(), columns, reader);
    }

    private static void checkRow(ValueType row, Object value, Iterable<ValueType> columns, Reader reader) {
        SoftAssertions cells = new SoftAssertions();
        for (ValueType column : columns) {
            Object[] read = new Object[1];
            Throwable thrown = catchThrowable(() -> read[0] = reader.readAs(column));
            if (row.readableAs().contains(column)) {
                cells.assertThat(thrown).as("%s as %s", row, column).isNull();
                cells.assertThat(read[0]).as("%s as %s", row, column).isEqualTo(column.convert(row, value));
            } else {
                cells.assertThat(thrown)
                        .as("%s as %s, which gave %s", row, column, read[0])
                        .isInstanceOf(MessageFormatException.class);
            }
        }
        cells.assertAll();
    }

    /** Checks that reading null as a type behaves as {@code valueOf((String) null)} of that type. */
    static void checkNull(Iterable<ValueType> columns, Reader reader) {
        SoftAssertions cells = new SoftAssertions();
        for (ValueType column : columns) {
            Object[] read = new Object[1];
            Throwable thrown = catchThrowable(() -> read[0] = reader.readAs(column));
            switch (column) {
                case BOOLEAN -> cells.assertThat(read[0]).as("null as BOOLEAN").isEqualTo(false);
                case STRING, BYTES -> {
                    cells.assertThat(thrown).as("null as %s", column).isNull();
                    cells.assertThat(read[0]).as("null as %s", column).isNull();
                }
                case FLOAT, DOUBLE, CHAR ->
                    cells.assertThat(thrown).as("null as %s", column).isInstanceOf(NullPointerException.class);
                default -> cells.assertThat(thrown).as("null as %s", column).isInstanceOf(NumberFormatException.class);
            }
        }
        cells.assertAll();
    }

    /** Checks that text that is no number gives NumberFormatException for each type of number. */
    static void checkNoNumber(Reader reader) throws JMSException {
        SoftAssertions cells = new SoftAssertions();
        for (ValueType column : new ValueType[] {
            ValueType.BYTE, ValueType.SHORT, ValueType.INT, ValueType.LONG, ValueType.FLOAT, ValueType.DOUBLE
        }) {
            cells.assertThatThrownBy(() -> reader.readAs(column))
                    .as("no number as %s", column)
                    .isInstanceOf(NumberFormatException.class);
        }
        cells.assertAll();
        assertThat(reader.readAs(ValueType.BOOLEAN)).isEqualTo(false);
    }
}
