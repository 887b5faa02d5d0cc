package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// Writes texts into a new `.tar.gz` (POSIX ustar) that only its owner can read.
public final class Archive {
    private static final int BLOCK = 512;

    private Archive() {}

    /// @param texts by their paths in the archive, each at most 100 bytes long
    /// @param seconds the time of all files, since 1970
    /// @throws RepomanException REFUSED where the file exists, FAILED where it cannot be written
    public static void write(Path file, Map<String, String> texts, long seconds) {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (OutputStream out = new GZIPOutputStream(Channels.newOutputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)))) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                byte[] content = text.getValue().getBytes(UTF_8);
                out.write(header(text.getKey(), content.length, seconds));
                out.write(content);
                out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
            }
            out.write(new byte[2 * BLOCK]);
        } catch (FileAlreadyExistsException e) {
            throw new RepomanException(Fault.REFUSED, file + " already exists", "name another file", e);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot write " + file + ": " + Reasons.of(e), "name a file that you can write", e);
        }
    }

    private static byte[] header(String name, int size, long seconds) {
        ByteArrayOutputStream header = new ByteArrayOutputStream(BLOCK);
        put(header, name, 100);
        put(header, "0000600", 8);
        put(header, "0000000", 8); // uid and gid of nobody's machine
        put(header, "0000000", 8);
        put(header, String.format(Locale.ROOT, "%011o", size), 12);
        put(header, String.format(Locale.ROOT, "%011o", seconds), 12);
        int sum = header.size();
        put(header, "        0", 109); // the sum, as if it were blank, then the type and no link
        put(header, "ustar", 6);
        put(header, "00", BLOCK - 263);
        byte[] bytes = header.toByteArray();
        int total = 0;
        for (byte b : bytes) {
            total += b & 0xff;
        }
        byte[] digits = String.format(Locale.ROOT, "%06o\0", total).getBytes(UTF_8);
        System.arraycopy(digits, 0, bytes, sum, digits.length);
        return bytes;
    }

    private static void put(ByteArrayOutputStream header, String text, int width) {
        byte[] bytes = text.getBytes(UTF_8);
        header.writeBytes(bytes);
        header.writeBytes(new byte[width - bytes.length]);
    }
}
