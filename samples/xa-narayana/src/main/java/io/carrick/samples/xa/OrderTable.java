package io.carrick.samples.xa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/** The table of orders in an embedded Derby database; another database with XA differs in {@link #in} only. */
final class OrderTable implements AutoCloseable {
    private static final String TABLE_EXISTS = "X0Y32";

    private final EmbeddedXADataSource source;
    private final XAConnection own;

    private OrderTable(EmbeddedXADataSource source) throws SQLException {
        this.source = source;
        own = source.getXAConnection();
    }

    /** Opens the database in a directory, or creates it. */
    static OrderTable in(Path directory) throws SQLException, IOException {
        Files.createDirectories(directory);
        System.setProperty(
                "derby.stream.error.file", directory.resolve("derby.log").toString());
        EmbeddedXADataSource source = new EmbeddedXADataSource();
        source.setDatabaseName(directory.resolve("database").toString());
        source.setCreateDatabase("create");
        OrderTable table = new OrderTable(source);
        try (Connection sql = table.own.getConnection();
                Statement create = sql.createStatement()) {
            create.execute("create table orders (id varchar(200) primary key, item varchar(100) not null)");
        } catch (SQLException e) {
            if (!TABLE_EXISTS.equals(e.getSQLState())) {
                table.close();
                throw e;
            }
        }
        return table;
    }

    /** A connection for one transaction. */
    XAConnection open() throws SQLException {
        return source.getXAConnection();
    }

    /** For recovery. */
    XAResource xaResource() throws SQLException {
        return own.getXAResource();
    }

    static void insert(Connection sql, String id, String item) throws SQLException {
        try (PreparedStatement insert = sql.prepareStatement("insert into orders values (?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, item);
            insert.executeUpdate();
        }
    }

    List<String> items() throws SQLException {
        List<String> items = new ArrayList<>();
        try (Connection sql = own.getConnection();
                Statement select = sql.createStatement();
                ResultSet rows = select.executeQuery("select item from orders order by item")) {
            while (rows.next()) {
                items.add(rows.getString(1));
            }
        }
        return items;
    }

    @Override
    public void close() throws SQLException {
        own.close();
    }
}
