package dev.runbook.sandbox.postgres;

import dev.runbook.sandbox.config.Fleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes the shop: its schema, and people who never lived, the same ones for the same seed. */
final class ShopSeed {

    private ShopSeed() {}

    static void load(Connection connection, Fleet.Shop shop) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT set_config('shop.customers', '" + shop.customers()
                    + "', false), set_config('shop.seed', '" + shop.seed() + "', false)");
            statement.execute(sql("shop-schema.sql"));
            statement.execute(sql("shop-rows.sql"));
        }
        connection.commit();
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    /** What a check of production may log in with: it sees the catalogue and no row. */
    static List<String> roleStatements() {
        return List.of("CREATE ROLE runbook_reader LOGIN PASSWORD 'reader-sandbox'");
    }

    private static String sql(String name) throws IOException {
        try (var resource = ShopSeed.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
