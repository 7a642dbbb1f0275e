package io.carrick.samples.orders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** The table of orders in an embedded Derby database. Thread-safe. */
final class OrderTable {
    private static final String TABLE_EXISTS = "X0Y32";

    private final DataSource source;

    private OrderTable(DataSource source) {
        this.source = source;
    }

    /** What the table has of an order. */
    record Row(String item, OrderState state) {}

    /** The database does not want the order. Nothing of it is there. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(SQLException cause) {
            super("The database refuses the order", cause);
        }
    }

    /** Opens the database in a directory, or creates it. */
    static OrderTable in(Path directory) throws SQLException {
        System.setProperty("derby.stream.error.file", directory + ".log");
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(directory.toString());
        source.setCreateDatabase("create");
        try (Connection sql = source.getConnection();
                Statement create = sql.createStatement()) {
            create.execute("create table orders (id varchar(36) primary key, item varchar(100) not null, "
                    + "quantity int not null check (quantity > 0), state varchar(20) not null)");
        } catch (SQLException e) {
            if (!TABLE_EXISTS.equals(e.getSQLState())) {
                throw e;
            }
        }
        return new OrderTable(source);
    }

    /** The local transaction. If it throws an SQLException, nobody knows whether it happened. */
    void place(Order order, OrderState state) throws RefusedException, SQLException {
        try (Connection sql = source.getConnection()) {
            sql.setAutoCommit(false);
            try (PreparedStatement insert = sql.prepareStatement("insert into orders values (?, ?, ?, ?)")) {
                insert.setString(1, order.id());
                insert.setString(2, order.item());
                insert.setInt(3, order.quantity());
                insert.setString(4, state.name());
                insert.executeUpdate();
            } catch (SQLIntegrityConstraintViolationException e) {
                sql.rollback();
                throw new RefusedException(e);
            }
            sql.commit();
        }
    }

    void setState(Order order, OrderState state) throws SQLException {
        try (Connection sql = source.getConnection();
                PreparedStatement update = sql.prepareStatement("update orders set state = ? where id = ?")) {
            update.setString(1, state.name());
            update.setString(2, order.id());
            update.executeUpdate();
        }
    }

    Optional<Row> find(String id) throws SQLException {
        try (Connection sql = source.getConnection();
                PreparedStatement select = sql.prepareStatement("select item, state from orders where id = ?")) {
            select.setString(1, id);
            return rows(select).stream().findFirst();
        }
    }

    List<Row> all() throws SQLException {
        try (Connection sql = source.getConnection();
                PreparedStatement select = sql.prepareStatement("select item, state from orders order by item")) {
            return rows(select);
        }
    }

    private static List<Row> rows(PreparedStatement select) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
                rows.add(new Row(found.getString(1), OrderState.valueOf(found.getString(2))));
            }
        }
        return rows;
    }
}
