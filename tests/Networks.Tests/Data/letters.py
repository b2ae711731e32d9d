"""Makes letters.csv: the first 20 rows of each letter of letter-recognition.data (P. W. Frey and D. J. Slate, 1991; UCI machine learning repository),
as the Debian package opencv-doc brings it. Run: python3 letters.py letter-recognition.data"""
import sys

kept, counts = [], {}
for line in open(sys.argv[1]):
    letter = line[0]
    counts[letter] = counts.get(letter, 0) + 1
    if counts[letter] <= 20:
        kept.append(line.strip())
kept.sort(key=lambda row: row[0])
open("letters.csv", "w").write("\n".join(kept) + "\n")
