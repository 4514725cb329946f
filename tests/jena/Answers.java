// Answers SPARQL queries with Apache Jena: java -cp … Answers.java DATA.nt OUT-FOLDER QUERY.rq …
// Each answer becomes a file of SPARQL results in JSON, named after its query.

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;

import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;

public class Answers {
    public static void main(String[] arguments) throws Exception {
        Model data = RDFDataMgr.loadModel(arguments[0]);
        for (int i = 2; i < arguments.length; i++) {
            Path query = Path.of(arguments[i]);
            Path answer = Path.of(arguments[1], query.getFileName() + ".json");
            try (QueryExecution run = QueryExecutionFactory.create(QueryFactory.read(query.toString()), data);
                    OutputStream out = new FileOutputStream(answer.toFile())) {
                ResultSetFormatter.outputAsJSON(out, run.execSelect());
            }
        }
    }
}
