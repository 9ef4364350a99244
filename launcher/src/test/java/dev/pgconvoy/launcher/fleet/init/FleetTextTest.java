package dev.pgconvoy.launcher.fleet.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTextTest {

    private static final String LIST = """
            name,source,target,source_password,target_password,databases,wave,label.region
            shop,postgres://mover@old1:5433/shop,postgres://mover@new1,env:SHOP_PASSWORD,env:NEW_PASSWORD,,pilot,west
            crm,postgres://mover@old2,postgres://mover@new2/postgres?sslmode=require,,,crm sales,,1
            """;

    @TempDir
    Path folder;

    private Path list(String text) throws IOException {
        return Files.writeString(folder.resolve("servers.csv"), text);
    }

    @Test
    void a_list_becomes_a_fleet_file() throws Exception {
        var servers = ServerList.read(list(LIST));

        assertThat(FleetText.of("weekend", servers, List.of("source: PostgreSQL 13.9, 1 database, 1.2 GB")))
                .isEqualTo("""
                        # Check it with: ./pgconvoy fleet validate FILE. Every key is explained in docs/fleet.md.
                        apiVersion: pgconvoy.dev/v1
                        kind: Fleet
                        metadata:
                          name: weekend
                        spec:
                          limits:
                            total: 4            # migrations at once
                            perSourceHost: 1
                            perTarget: 1
                          servers:
                            # source: PostgreSQL 13.9, 1 database, 1.2 GB
                            - name: shop
                              source:
                                host: old1
                                port: 5433
                                user: mover
                                password: "env:SHOP_PASSWORD"
                              target:
                                host: new1
                                port: 5432
                                user: mover
                                password: "env:NEW_PASSWORD"
                              databases: [shop]
                              labels: {region: west, wave: pilot}
                            - name: crm
                              source:
                                host: old2
                                port: 5432
                                user: mover
                              target:
                                host: new2
                                port: 5432
                                user: mover
                                sslMode: require
                              databases: [crm, sales]
                              labels: {region: "1"}
                          waves:
                            - name: pilot
                              selector: {wave: pilot}
                            - name: others   # all that no wave above takes
                        """);
    }

    @Test
    void the_file_can_be_read() throws Exception {
        var text = FleetText.of("weekend", ServerList.read(list(LIST)), List.of());

        assertThat(FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), text))
                        .fleet()
                        .spec()
                        .waves())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name,source                  | x,y                                        | no column "target"
            name,source,target,datbases  | x,y,z,a                                    | did you mean databases?
            name,source,target           | x,postgres://u:geheim@h,postgres://u@g      | row 2: source has a password in clear text
            name,source,target           | x,postgres://u@h,                          | row 2: target is empty
            name,source,target           | x,postgres://u@h,postgres://u@g,more        | row 2 has 4 cells
            name,source,target           | x,mysql://u@h,postgres://u@g                | row 2: source: a server is named as
            name,source,target,source_password | x,postgres://u@h,postgres://u@g,geheim | row 2: source_password: a password in clear text is refused
            """)
    void what_is_wrong_with_a_list_is_told_by_row(String header, String row, String expected) throws Exception {
        var file = list(header + "\n" + row + "\n");

        assertThatThrownBy(() -> ServerList.read(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("geheim");
    }
}
