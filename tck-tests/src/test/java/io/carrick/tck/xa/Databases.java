package io.carrick.tck.xa;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XADataSource;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/** The database of the application, in its directory. */
final class Databases {
    private static final String TABLE_EXISTS = "X0Y32";

    private Databases() {}

    static XADataSource at(Path directory) {
        EmbeddedXADataSource source = new EmbeddedXADataSource();
        source.setDatabaseName(directory.resolve("database").toString());
        source.setCreateDatabase("create");
        return source;
    }

    /** Creates the table if it is not there. */
    static void prepare(Path directory) throws SQLException {
        javax.sql.XAConnection xa = at(directory).getXAConnection();
        try (Connection sql = xa.getConnection();
                Statement create = sql.createStatement()) {
            create.execute("create table moved (id int not null)");
        } catch (SQLException e) {
            if (!TABLE_EXISTS.equals(e.getSQLState())) {
                throw e;
            }
        } finally {
            xa.close();
        }
    }
}
