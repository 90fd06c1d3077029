/// The known name that was most likely meant, or `nil` when none is near.
func nearest(to name: String, among known: [String]) -> String? {
  let ranked = known.map { (name: $0, distance: editDistance(name.lowercased(), $0)) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  let tolerance = min(best.name.count - 1, max(2, best.name.count / 3))
  return best.distance <= tolerance ? best.name : nil
}

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (index, character) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in right.indices {
      let replaced = diagonal + (character == right[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
